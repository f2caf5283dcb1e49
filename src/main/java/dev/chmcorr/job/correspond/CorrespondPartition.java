package dev.chmcorr.job.correspond;

import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.job.input.Decoders;
import dev.chmcorr.job.input.ImageLoader;
import dev.chmcorr.job.input.ImageReader;
import dev.chmcorr.job.network.LoadedNetworks;
import dev.chmcorr.job.network.NetworkSpec;
import dev.chmcorr.job.run.FlatIterator;
import dev.chmcorr.job.run.Lookahead;
import dev.chmcorr.job.run.Metric;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.job.run.TaskMeter;
import dev.chmcorr.model.match.Matcher;
import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/** Compares the queries of one partition with their candidates, one query at a time. */
final class CorrespondPartition implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  private final NetworkSpec networks;
  private final TransformSet transform;
  private final ImageReader reader;
  private final CacheKey cache;
  private final StageMeter stage;

  CorrespondPartition(
      NetworkSpec networks,
      TransformSet transform,
      ImageReader reader,
      CacheKey cache,
      StageMeter stage) {
    this.networks = networks;
    this.transform = transform;
    this.reader = reader;
    this.cache = cache;
    this.stage = stage;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    if (!rows.hasNext()) {
      return rows;
    }
    TaskMeter meter = stage.task();
    Matcher matcher = meter.time(Metric.LOAD, () -> LoadedNetworks.matcher(networks));
    int decode = LoadedNetworks.decodeThreads(networks);
    QueryComparison comparison =
        new QueryComparison(
            matcher,
            CandidateCaches.OF_THIS_JVM.of(cache, LoadedNetworks.device(networks).toString()),
            new QueryComparison.Images(
                new ImageLoader(reader, decode, meter), Decoders.ofTask(decode, meter), transform),
            meter);
    // The images of one query are decoded while the one before it is compared: at most two
    // queries' images, some 33 MB, are in memory.
    Iterator<QueryComparison.Started> queries =
        new Lookahead<>(rows, row -> comparison.start(QueryCandidates.fromRow(row)), 1);
    return new FlatIterator<>(queries, items -> comparison.compare(items.next()));
  }
}
