package dev.chmcorr.job.knn;

import dev.chmcorr.chm.KnnAccuracy;
import dev.chmcorr.domain.QuerySelection;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.DataSet;
import dev.chmcorr.job.input.ImageReader;
import dev.chmcorr.job.knn.KnnOptions.SameImages;
import dev.chmcorr.job.network.LoadedNetworks;
import dev.chmcorr.job.network.NetworkSpec;
import dev.chmcorr.job.rankings.Accuracies;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.RunScope;
import dev.chmcorr.job.run.SmallData;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.job.run.StageTable;
import dev.chmcorr.model.trunk.TraceCheck;
import dev.chmcorr.runfolder.RunLock;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.RankingRow;
import dev.chmcorr.table.Table;
import dev.chmcorr.table.TableSwap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The command {@code knn}: images to embeddings to rankings, and their accuracy. */
public final class KnnJob {
  private static final String CLASS_RANKINGS = "class_rankings";

  private final JobContext context;
  private final KnnOptions options;
  private final DataSet data;
  private final NetworkSpec networks;
  private final Path out;
  private final Path folder;
  private final StageMeter embed;
  private final StageMeter rank;
  private final StageMeter rankClasses;

  private KnnJob(JobContext context, KnnOptions options, DataSet data, NetworkSpec networks) {
    this.context = context;
    this.options = options;
    this.data = data;
    this.networks = networks;
    this.out = context.store().path(options.out());
    this.folder = new Path(out, options.name());
    this.embed = StageMeter.of(context, "embed");
    this.rank = StageMeter.of(context, "rank");
    this.rankClasses = StageMeter.of(context, "class_rank");
  }

  /** Runs it; gives the run folder. */
  public static String run(JobContext context, KnnOptions options) throws IOException {
    Path out = context.store().path(options.out());
    options
        .data()
        .outputPlace(context.store(), options.out())
        .refuseAround("--out", new Path(out, options.name()))
        .refuseAround("--out", new Path(out, EmbeddingSet.PARENT));
    RunRecord.refuseForeign(context.store(), new Path(out, options.name()));
    try (RunScope scope = RunScope.begin(context)) {
      NetworkSpec networks = NetworkSpec.ship(context, scope.run(), options.networks());
      networks.checkTrunk(context, TraceCheck.Output.EMBEDDING);
      DataSet data = DataSet.list(context, options.data());
      SmallData.settle(context.spark(), options.rows(data));
      return new KnnJob(context, options, data, networks).run().toString();
    }
  }

  private Path run() throws IOException {
    EmbeddingSet.Embedder embedder = new EmbeddingSet.Embedder(networks, options.transform());
    EmbeddingSet gallery = EmbeddingSet.of(Split.GALLERY, data.gallery(), embedder, out);
    EmbeddingSet queries = EmbeddingSet.of(Split.QUERY, data.queries(), embedder, out);
    RunRecord plain = KnnIdentity.plain(context.store(), options, data, networks);
    try (RunLock lock = RunLock.acquire(context.store(), folder)) {
      RunRecord earlier = RunRecord.read(context.store(), folder);
      KnnIdentity identity = KnnIdentity.of(options, earlier, plain);
      RunRecord run = identity.run();
      Optional<RunRecord> finished =
          Optional.ofNullable(earlier).filter(past -> isFinished(past, run));
      if (finished.isEmpty()) {
        identity.claim(context.store(), folder, earlier);
      }
      BitSet chosen = chosen(run);
      ImageReader reader = ImageReader.of(context, data, options.data().imageRules());
      EmbedJob job =
          new EmbedJob(new EmbedMeans(context, networks, reader, options.recognition(), embed));
      Embedded embedded = Embedded.by(job, gallery, queries.taking(chosen));
      if (finished.isPresent() && embedded.isOf(finished.get())) {
        keepInputs(finished.get(), embedded);
        reportFinished(finished.get());
      } else {
        RunRecord made = run.withInputs(embedded.inputs(run));
        made.claim(context.store(), folder);
        rank(embedded, made);
      }
    }
    return folder;
  }

  /** The ids of the queries that are asked for, and of those that the folder has already. */
  private BitSet chosen(RunRecord run) throws IOException {
    int size = data.queries().size();
    BitSet all = new BitSet();
    all.set(0, size);
    QuerySelection selection = options.queries();
    BitSet chosen = selection.choose(all, "of " + data.queries().root());
    if (!selection.isAll()) {
      int asked = chosen.cardinality();
      chosen.or(new KnownQueries(context, folder).of(run, data.queries()));
      context
          .console()
          .stage(
              "knn: %s takes %d of %s; with those of before %d",
              selection.text(), asked, Texts.count(size, "query"), chosen.cardinality());
    }
    return chosen;
  }

  /** Whether the folder holds a finished run with the same parameters. */
  private boolean isFinished(RunRecord earlier, RunRecord run) {
    return earlier.formatVersion() == run.formatVersion()
        && earlier.command().equals(run.command())
        && earlier.parameters().equals(run.parameters())
        && KnnReport.of(earlier).isPresent()
        && hasTables(run);
  }

  /** A user may have deleted one; a killed run may have left one beside its place. */
  private boolean hasTables(RunRecord run) {
    List<String> tables = new ArrayList<>(List.of("rankings", "errors"));
    if (PerClass.of(run).isAny()) {
      tables.add(CLASS_RANKINGS);
    }
    try {
      for (String table : tables) {
        Path path = new Path(folder, table);
        new TableSwap(context.store(), path).finish();
        if (!context.store().exists(new Path(path, "_SUCCESS"))) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names the tables in which the same embeddings are now: the former ones will be deleted. */
  private void keepInputs(RunRecord finished, Embedded embedded) throws IOException {
    Map<String, String> inputs = embedded.inputs(finished);
    if (!inputs.equals(finished.inputs())) {
      finished.withInputs(inputs).write(context.store(), folder);
    }
  }

  private void reportFinished(RunRecord finished) {
    context
        .console()
        .stage("knn: %s is finished, and nothing that it was made of has changed", folder);
    print(KnnReport.of(finished).orElseThrow(), finished);
  }

  private void print(KnnReport report, RunRecord run) {
    report.print(context.console(), folder);
    if (PerClass.of(run).isAny()) {
      context.console().result("Nearest of each class: %s/%s", folder, CLASS_RANKINGS);
    }
  }

  private void rank(Embedded embedded, RunRecord run) throws IOException {
    context.describe("write errors");
    replace("errors", embedded.errors(), run);
    Dataset<Row> gallery = embedded.gallery().rows();
    Dataset<Row> queries = embedded.queries().rows();
    SharedContents shared = new SharedContents(context, gallery, queries);
    long copies = shared.tell(options.sameImages(), embedded.queries().set().size());
    GallerySearch.ProductSource source = source(isApart() && copies > 0 ? shared : null);
    RankInput input = RankInput.of(context, gallery, embedded.gallery().embedded(), queries);
    RankJob common = new RankJob(context, options.k(), source, rank);
    context.timed(rank, () -> common.run(input, ranked -> replace("rankings", ranked, run)));
    PerClass perClass = PerClass.of(run);
    if (perClass.isAny()) {
      ClassRankJob ofClasses = new ClassRankJob(context, perClass, source, rankClasses);
      context.timed(
          rankClasses, () -> ofClasses.run(input, ranked -> replace(CLASS_RANKINGS, ranked, run)));
    }
    KnnReport report = report(embedded);
    Map<String, Object> summary = summary(report, embedded);
    summary.put("queries_with_copy_in_gallery", copies);
    RunRecord ended = run.withSummary(summary);
    ended.write(context.store(), folder);
    stages().print(context.console());
    print(report, run);
  }

  /** The product that finds neighbours, without the copies of queries if there are any. */
  private GallerySearch.ProductSource source(SharedContents copies) {
    NetworkSpec shipped = networks;
    GallerySearch.ProductSource source = () -> LoadedNetworks.product(shipped);
    return copies == null
        ? source
        : source.without(
            JavaSparkContext.fromSparkContext(context.spark().sparkContext())
                .broadcast(copies.images()));
  }

  private StageTable stages() {
    return StageTable.of(embed, rank, rankClasses);
  }

  private boolean isApart() {
    return options.sameImages() == SameImages.EXCLUDED;
  }

  private void replace(String table, Dataset<Row> rows, RunRecord run) throws IOException {
    new TableSwap(context.store(), new Path(folder, table)).replaceWith(rows, run);
  }

  private KnnReport report(Embedded embedded) {
    context.describe("accuracy of the rankings");
    KnnAccuracy accuracy =
        Accuracies.ofRankings(
            Table.read(context.spark(), new Path(folder, "rankings"), RankingRow.SCHEMA), data);
    if (accuracy.queries() == 0 && isApart()) {
      throw new UserException(
          "Cannot rank: without the gallery images of its own content no query has a neighbour; leave --exclude-same-image out");
    }
    if (accuracy.queries() == 0) {
      throw new UserException(
          "Cannot rank: none of the %s and %s could be embedded; see %s/errors"
              .formatted(
                  Texts.count(data.queries().size(), "query"),
                  Texts.count(data.gallery().size(), "gallery image"),
                  folder));
    }
    return new KnnReport(
        accuracy.queries(),
        accuracy.known(),
        accuracy.correct(),
        embedded.failed(),
        new KnnReport.Chosen(embedded.queries().set().size(), data.queries().size()));
  }

  private Map<String, Object> summary(KnnReport report, Embedded embedded) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("gallery_images", data.gallery().size());
    summary.putAll(report.summary());
    summary.putAll(embedded.states());
    summary.put("limits", options.data().limits().ofImages());
    summary.put("seconds", Math.round(context.console().seconds() * 10) / 10.0);
    summary.put("stages", stages().summary());
    return summary;
  }
}
