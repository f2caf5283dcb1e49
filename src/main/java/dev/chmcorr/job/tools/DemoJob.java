package dev.chmcorr.job.tools;

import static org.apache.spark.sql.functions.col;

import dev.chmcorr.demo.BirdGenerator;
import dev.chmcorr.demo.DemoCheckpoints;
import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.input.DataOptions;
import dev.chmcorr.job.input.DataOptions.GalleryClasses;
import dev.chmcorr.job.input.DataOptions.MissingClasses;
import dev.chmcorr.job.input.OnError;
import dev.chmcorr.job.knn.KnnJob;
import dev.chmcorr.job.knn.KnnOptions;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.report.ReportJob;
import dev.chmcorr.job.report.ReportOptions;
import dev.chmcorr.job.rerank.RerankJob;
import dev.chmcorr.job.rerank.RerankOptions;
import dev.chmcorr.job.rerank.RerankOptions.Scoring;
import dev.chmcorr.job.rerank.RerankReport;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.score.PerQuery;
import dev.chmcorr.table.ResultRow;
import dev.chmcorr.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * The command {@code demo}: the way of a user's own data, from checkpoints and images to results,
 * on birds that are drawn for it.
 */
public final class DemoJob {
  private static final String METHOD = "chm";
  private static final int CANDIDATES = 30;
  private static final int VOTES = 5;

  /** Memory for features. */
  public static final int CACHE_MEBIBYTES = 512;

  /** Names of the two settings in the results. */
  private static final String ATTENTION = "attention";

  private static final String MASKS = "masks";

  private final JobContext context;
  private final BirdGenerator.Options birds;
  private final Path folder;

  private DemoJob(JobContext context, BirdGenerator.Options birds, Path folder) {
    this.context = context;
    this.birds = birds;
    this.folder = folder;
  }

  /** Runs it. */
  public static void run(JobContext context, DemoOptions options) throws IOException {
    BirdGenerator.Options birds = new BirdGenerator.Options(options.species(), 20, 4, 2022);
    new DemoJob(context, birds, Path.of(options.out()).toAbsolutePath().normalize()).run();
  }

  private void run() throws IOException {
    Console console = context.console();
    refuseOtherBirds();
    console.stage("demo: drawing %d species of birds in %s/birds", birds.species(), folder);
    console.now("draw birds");
    BirdGenerator.write(folder.resolve("birds"), birds);
    importModels();
    KnnJob.run(context, knn());
    CubMasksJob.run(
        context,
        new MasksOptions(
            text("birds"), text("birds/val"), CubMasksJob.Parts.ALL, text("birds/masks.json")));
    RerankReport chm = RerankJob.run(context, rerank(ATTENTION, null));
    RerankReport plus = RerankJob.run(context, rerank(MASKS, text("birds/masks.json")));
    ReportJob.run(context, report());
    summarize(chm, plus);
  }

  private ReportOptions report() {
    return new ReportOptions(
        List.of(text("chm") + "@" + ATTENTION, text("chm") + "@" + MASKS), text("report"));
  }

  private void refuseOtherBirds() throws IOException {
    Path train = folder.resolve("birds/train");
    if (!Files.isDirectory(train)) {
      return;
    }
    try (Stream<Path> species = Files.list(train)) {
      long found = species.count();
      if (found > birds.species()) {
        throw new UserException(
            "Cannot draw %d species in %s: it has %d from an earlier demo; choose another --out"
                .formatted(birds.species(), train, found));
      }
    }
  }

  private void importModels() throws IOException {
    DemoCheckpoints.copyTo(folder.resolve("checkpoints"));
    importModel(ImportModelJob.Kind.RESNET, DemoCheckpoints.RESNET, "resnet.pt");
    importModel(ImportModelJob.Kind.CHM, DemoCheckpoints.CHM, "chm.pt");
  }

  private void importModel(ImportModelJob.Kind kind, String checkpoint, String archive)
      throws IOException {
    ImportModelJob.run(
        context.console(),
        new ImportModelOptions(kind, text("checkpoints/" + checkpoint), text(archive)));
  }

  private DataOptions data() {
    return new DataOptions(
        text("birds/train"),
        text("birds/val"),
        GalleryClasses.ALL,
        MissingClasses.REFUSE,
        OnError.RECORD);
  }

  private NetworkOptions networks() {
    return new NetworkOptions(
        text("resnet.pt"),
        text("chm.pt"),
        Precision.AUTO,
        DeviceChoice.AUTO,
        NetworkOptions.BY_DEVICE);
  }

  private KnnOptions knn() {
    return new KnnOptions("knn", data(), networks(), TransformSet.SINGLE, 100, folder.toString());
  }

  private RerankOptions rerank(String setting, String mask) {
    return new RerankOptions(
        data(),
        METHOD,
        networks(),
        text("knn"),
        TransformSet.SINGLE,
        new Scoring(CANDIDATES, VOTES, 0.55, Axes.ALIGNED, mask),
        text("chm"),
        setting,
        PerQuery.JSON,
        CACHE_MEBIBYTES);
  }

  private String text(String name) {
    return "file:" + folder.resolve(name);
  }

  private String changes(String setting) {
    Row counts =
        Table.read(context.spark(), context.store().path(text("chm/results")), ResultRow.SCHEMA)
            .where(col("setting").equalTo(setting))
            .selectExpr(
                "count_if(correct and not knn_correct)", "count_if(knn_correct and not correct)")
            .first();
    return "; mends %d of kNN's errors, spoils %d".formatted(counts.getLong(0), counts.getLong(1));
  }

  private void summarize(RerankReport chm, RerankReport plus) {
    Console console = context.console();
    console.result("");
    console.result(
        "Demo: %s of %d species, drawn by a program; real photographs are harder.",
        Texts.count(chm.queries(), "query"), birds.species());
    console.result("  kNN        %5.1f %% right", 100.0 * chm.knnCorrect() / chm.known());
    console.result(
        "  CHM-Corr   %5.1f %% right%s",
        100.0 * chm.chmCorrect() / chm.known(), changes(ATTENTION));
    console.result(
        "  CHM-Corr+  %5.1f %% right%s, told where the query's body parts are",
        100.0 * plus.chmCorrect() / plus.known(), changes(MASKS));
    console.result("Tables: %s/{knn,chm}/*", folder);
    console.result("Open %s/report/index.html in a browser to see them", folder);
    console.result("%.0f s in all", console.seconds());
  }
}
