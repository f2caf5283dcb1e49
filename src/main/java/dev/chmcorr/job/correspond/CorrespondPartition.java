package dev.chmcorr.job.correspond;

import dev.chmcorr.domain.FailureReason;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.failures.ImageTally;
import dev.chmcorr.job.input.Decoders;
import dev.chmcorr.job.input.ImageLoader;
import dev.chmcorr.job.input.OnError;
import dev.chmcorr.job.method.ComparisonMethod;
import dev.chmcorr.job.method.PairComparer;
import dev.chmcorr.job.network.LoadedNetworks;
import dev.chmcorr.job.network.NetworkSpec;
import dev.chmcorr.job.run.FlatIterator;
import dev.chmcorr.job.run.Lookahead;
import dev.chmcorr.job.run.Metric;
import dev.chmcorr.job.run.RunState;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.job.run.TaskMeter;
import dev.chmcorr.table.CorrespondenceRow;
import dev.chmcorr.table.Failure;
import dev.chmcorr.table.PairCodec;
import java.util.EnumMap;
import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/** Compares the queries of one partition with their candidates, one query at a time. */
final class CorrespondPartition implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  private final ComparisonSetup setup;
  private final StageMeter stage;
  private final EnumMap<Split, ImageTally> tallies;

  CorrespondPartition(ComparisonSetup setup, StageMeter stage, EnumMap<Split, ImageTally> tallies) {
    this.setup = setup;
    this.stage = stage;
    this.tallies = tallies;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    if (!rows.hasNext()) {
      return rows;
    }
    QueryComparison comparison = comparison(stage.task());
    // The images of one query are decoded while the one before it is compared: at most two
    // queries' images, some 33 MB, are in memory.
    Iterator<QueryComparison.Started> queries =
        new Lookahead<>(rows, row -> comparison.start(QueryCandidates.fromRow(row)), 1);
    PairCodec codec = setup.method().codec();
    return new FlatIterator<>(
        queries,
        items ->
            comparison.compare(items.next()).stream()
                .map(this::checked)
                .map(row -> row.toRow(codec))
                .iterator());
  }

  /** Images that cannot be read have been refused before, if they are to be. */
  private CorrespondenceRow checked(CorrespondenceRow row) {
    Failure failure = row.failure();
    if (failure != null
        && failure.reason() == FailureReason.NOT_FINITE
        && setup.reader().rules().onError() == OnError.FAIL) {
      throw new UserException(
          "Cannot compare %s with %s: %s (--on-error record goes on without it)"
              .formatted(row.queryPath(), row.galleryPath(), failure.message()));
    }
    return row;
  }

  private QueryComparison comparison(TaskMeter meter) {
    NetworkSpec networks = setup.networks();
    ComparisonMethod method = setup.method();
    // Before anything that uses it: the task gives it back last.
    RunState state = RunState.ofTask(networks.run());
    PairComparer comparer =
        meter.time(Metric.LOAD, () -> method.comparer(networks, setup.settings()));
    int decode = LoadedNetworks.decodeThreads(networks);
    ImageSource images =
        new DecodedImages(
            new ImageLoader(setup.reader(), decode, meter),
            Decoders.ofTask(decode, meter),
            tallies,
            setup);
    return new QueryComparison(comparer, cache(state), images, meter);
  }

  /** Features lie in the memory of the device that computed them, and no other can use them. */
  private CandidateCache cache(RunState state) {
    return state.share(
        CandidateCache.class,
        setup.methodName() + " on " + LoadedNetworks.device(setup.networks()),
        () -> new CandidateCache((long) setup.cacheMebibytes() << 20));
  }
}
