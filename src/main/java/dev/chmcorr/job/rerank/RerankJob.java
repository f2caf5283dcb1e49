package dev.chmcorr.job.rerank;

import static org.apache.spark.sql.functions.col;

import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.Query;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.job.correspond.ComparisonSetup;
import dev.chmcorr.job.correspond.CorrespondJob;
import dev.chmcorr.job.correspond.CorrespondJob.Compared;
import dev.chmcorr.job.correspond.CorrespondPlan;
import dev.chmcorr.job.input.DataSet;
import dev.chmcorr.job.input.ImageReader;
import dev.chmcorr.job.listing.ImageListing;
import dev.chmcorr.job.method.ComparisonMethod;
import dev.chmcorr.job.method.ComparisonMethods;
import dev.chmcorr.job.network.NetworkSpec;
import dev.chmcorr.job.rankings.RankingSource;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.SmallData;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.runfolder.RunLock;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.PairCodec;
import dev.chmcorr.table.QueryRow;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The command {@code rerank}: rankings to correspondences, which are computed once for a folder,
 * and these to results in one setting after the other.
 */
public final class RerankJob {
  private final JobContext context;
  private final RerankOptions options;
  private final Path folder;
  private final StageMeter correspond;
  private final StageMeter correspondClasses;

  private RerankJob(JobContext context, RerankOptions options) {
    this.context = context;
    this.options = options;
    this.folder = context.store().path(options.out());
    this.correspond = StageMeter.of(context, "correspond");
    this.correspondClasses = StageMeter.of(context, "class_pair");
  }

  /**
   * What a run compares.
   *
   * @param data both sets of images
   * @param queries those of them that are to be explained
   * @param rankings rows of {@link dev.chmcorr.table.RankingRow#SCHEMA}
   * @param classes rows of {@link dev.chmcorr.table.ClassSchemas#RANKINGS}; null if none are
   *     compared
   */
  private record Input(
      DataSet data, List<Query> queries, Dataset<Row> rankings, Dataset<Row> classes) {

    /** The queries with the versions of their files. */
    List<QueryRow> queryRows() {
      List<ImageRef> images = data.queries().images();
      return queries.stream()
          .map(query -> new QueryRow(query, images.get(query.id()).version()))
          .toList();
    }
  }

  /** Runs it. */
  public static RerankReport run(JobContext context, RerankOptions given) throws IOException {
    RunRecord.refuseForeign(context.store(), context.store().path(given.out()));
    RerankOptions options = FolderRecord.complete(context, given);
    refuseMixing(context, options);
    RerankJob job = new RerankJob(context, options);
    Optional<RerankReport> known = given.namesNoInput() ? job.scoreKnownPairs() : Optional.empty();
    if (known.isPresent()) {
      return known.get();
    }
    RunRecord earlier = RunRecord.read(context.store(), job.folder);
    RankingRecord ranking = RankingRecord.of(context, options, earlier);
    RerankOptions all = ranking.complete(options, earlier);
    refuseMixing(context, all);
    return new RerankJob(context, all).compareAndScore(ranking, earlier);
  }

  private static void refuseMixing(JobContext context, RerankOptions options) throws IOException {
    options
        .data()
        .outputPlace(context.store(), options.out())
        .refuseAround("--out", context.store().path(options.out()));
  }

  /**
   * Needs neither rankings nor images nor networks, if the folder has all pairs that are asked for.
   */
  private Optional<RerankReport> scoreKnownPairs() throws IOException {
    try (RunLock lock = RunLock.acquire(context.store(), folder)) {
      RunRecord run = RunRecord.read(context.store(), folder);
      RerankFolder tables = new RerankFolder(context, folder, run, codec());
      if (!tables.isKept()) {
        return Optional.empty();
      }
      tables.settleSpark();
      ChosenQueries chosen = chosen(tables.rankings(), folder);
      SettingJob setting = SettingJob.of(context, options, tables.rankings()).of(chosen);
      return tables.isCompared(chosen, setting.setting().n(), options.data().limits())
              && areClassesCompared(tables, chosen)
          ? Optional.of(score(setting, tables, run, Compared.NONE))
          : Optional.empty();
    }
  }

  private boolean areClassesCompared(RerankFolder tables, ChosenQueries chosen) throws IOException {
    return tables.classes().isKept()
        ? tables
            .classes()
            .missing(chosen, tables.correspondences(), options.data().limits())
            .isEmpty()
        : options.classes() == Classes.AS_KEPT;
  }

  private RerankReport compareAndScore(RankingRecord ranking, RunRecord earlier)
      throws IOException {
    ComparisonMethod method = ComparisonMethods.named(options.method());
    try (NetworkSource networks = NetworkSource.of(context, method, options.networks(), earlier)) {
      return compareAndScore(ranking, networks);
    }
  }

  private RerankReport compareAndScore(RankingRecord ranking, NetworkSource networks)
      throws IOException {
    DataSet data = DataSet.list(context, options.data());
    long ranked = data.queries().size() * ranking.perQuery();
    SmallData.settle(context.spark(), Math.max(ranked, data.gallery().size()));
    ranking.settle(data);
    RankingSource source = new RankingSource(context, data, options.data());
    Dataset<Row> rankings = source.read(options.knn()).persist();
    try {
      Input input = new Input(data, queries(data), rankings, classes(source));
      ChosenQueries chosen = chosen(rankings, context.store().path(options.knn()));
      SettingJob setting = SettingJob.of(context, options, rankings).of(chosen);
      setting.checkMasks(input.queries(), rankings);
      Map<String, String> inputs = RerankIdentity.inputs(context.store(), options);
      inputs.putAll(ranking.accepted());
      return compareAndScore(input, networks, setting, inputs);
    } finally {
      rankings.unpersist();
    }
  }

  /** The nearest of each class, if they are asked for or the folder has them; else null. */
  private Dataset<Row> classes(RankingSource source) throws IOException {
    if (options.classes() == Classes.AS_KEPT
        && !new RerankFolder(context, folder, null, codec()).classes().isKept()) {
      return null;
    }
    MethodRules.demandOwnNumbers(options);
    return source.readClasses(options.knn());
  }

  private ChosenQueries chosen(Dataset<Row> rankings, Path where) {
    ChosenQueries chosen = ChosenQueries.of(options.queries(), rankings, where.toString());
    if (!chosen.isAll()) {
      context
          .console()
          .stage("rerank: %s takes %d of the ranked queries", chosen.text(), chosen.count());
    }
    return chosen;
  }

  private static List<Query> queries(DataSet data) {
    ImageListing listing = data.queries();
    return listing.images().stream()
        .map(
            image ->
                new Query(
                    image.id(),
                    image.path(),
                    listing.name(image),
                    image.className(),
                    data.truth(image)))
        .toList();
  }

  private RerankReport compareAndScore(
      Input input, NetworkSource networks, SettingJob setting, Map<String, String> inputs)
      throws IOException {
    context.describe("look what the folder was made of");
    RunRecord identity =
        RerankIdentity.of(
                new RerankIdentity.Compared(options, setting.setting().n()),
                input.data(),
                networks,
                input.rankings())
            .withInputs(inputs);
    try (RunLock lock = RunLock.acquire(context.store(), folder)) {
      RunRecord earlier = RunRecord.read(context.store(), folder);
      RunRecord now = identity.withSummary(FolderSettings.kept(earlier));
      MethodRules.demandSameCompany(earlier, now, folder);
      RunRecord run =
          new RankingGrowth(context, new RerankFolder(context, folder, now, codec()))
              .settle(earlier, now, input.rankings());
      run.claim(context.store(), folder);
      RerankFolder tables = new RerankFolder(context, folder, run, codec());
      tables.keep(input.queryRows(), input.rankings());
      if (input.classes() != null) {
        tables.classes().keep(input.classes());
      }
      boolean known =
          tables.isCompared(setting.chosen(), setting.setting().n(), options.data().limits());
      Compared compared = known ? Compared.NONE : compare(input, networks, tables, setting);
      if (!areClassesCompared(tables, setting.chosen())) {
        compared = compared.and(compareClasses(input, networks, tables, setting));
      }
      return score(setting, tables, run, compared);
    }
  }

  private PairCodec codec() {
    return ComparisonMethods.named(options.method()).codec();
  }

  private Compared compare(
      Input input, NetworkSource networks, RerankFolder tables, SettingJob setting)
      throws IOException {
    CorrespondJob job = job(input, networks, correspond);
    context.describe("plan queries");
    CorrespondPlan plan =
        CorrespondPlan.of(
            input.data(),
            setting.chosen().of(tables.rankings()).where(col("rank").leq(setting.setting().n())));
    Compared compared = job.run(plan, RerankFolder.correspondences(folder), tables.run());
    return compared.anew() == 0
        ? compared
        : compared.less(tables.countUnsettled(setting.chosen(), options.data().limits()));
  }

  private CorrespondJob job(Input input, NetworkSource networks, StageMeter meter)
      throws IOException {
    NetworkSpec spec = networks.ship();
    ImageReader reader = ImageReader.of(context, input.data(), options.data().imageRules());
    ComparisonSetup setup =
        new ComparisonSetup(
            options.method(),
            new TreeMap<>(options.methodSettings()),
            spec,
            options.transform(),
            reader,
            options.cacheMebibytes());
    return new CorrespondJob(context, setup, meter);
  }

  /** Compares queries with those of the nearest of each class that they were not compared with. */
  private int compareClasses(
      Input input, NetworkSource networks, RerankFolder tables, SettingJob setting)
      throws IOException {
    CorrespondJob job = job(input, networks, correspondClasses);
    context.describe("plan the nearest of each class");
    ClassTables classes = tables.classes();
    Path table = classes.dropUnsettled(options.data().limits());
    Dataset<Row> missing =
        classes.missing(setting.chosen(), tables.correspondences(), options.data().limits());
    CorrespondPlan plan = CorrespondPlan.of(input.data(), classes.placed(missing, "rank"));
    context
        .console()
        .stage(
            "correspond: %s with the nearest of each class",
            Texts.count(plan.queries().size(), "query"));
    int perClass = classes.perClass();
    job.runAll(plan, table, tables.run(), rows -> classes.shaped(rows, perClass));
    return plan.queries().size();
  }

  private RerankReport score(
      SettingJob setting, RerankFolder tables, RunRecord run, Compared compared)
      throws IOException {
    if (compared.queries() == 0) {
      context.console().stage("correspond: nothing to compare, all pairs are known");
    }
    return setting.run(tables, run, compared, List.of(correspond, correspondClasses));
  }
}
