package dev.chmcorr.job.query;

import dev.chmcorr.demo.BirdGenerator;
import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.job.knn.KnnJob;
import dev.chmcorr.job.knn.KnnOptions;
import dev.chmcorr.job.knn.PerClass;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.rerank.Classes;
import dev.chmcorr.job.rerank.RerankJob;
import dev.chmcorr.job.rerank.RerankOptions;
import dev.chmcorr.job.rerank.RerankTrial;
import dev.chmcorr.job.rescore.RescoreJob;
import dev.chmcorr.job.rescore.RescoreOptions;
import dev.chmcorr.job.rescore.ValueGrid;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.score.PerQuery;
import dev.chmcorr.job.sweep.SummaryTable;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.AccuracyRow;
import dev.chmcorr.table.SummaryRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs of real commands on drawn birds: {@code birds} (knn), {@code birds-chm} (rerank, in the
 * settings attention and masks), {@code birds-near} (rerank of fewer candidates), {@code
 * birds-grid} (rescore) and {@code study}, the summary of a sweep. One gallery image is no image,
 * and one has the content of a query.
 */
record DrawnRuns(Path folder) {
  private static final int CANDIDATES = 6;

  static DrawnRuns make(JobContext context, Path folder) throws IOException {
    RerankTrial.prepare(folder, new BirdGenerator.Options(3, 4, 2, 1));
    DrawnRuns runs = new DrawnRuns(folder);
    List<Path> gallery = images(folder.resolve("birds/train"));
    List<Path> queries = images(folder.resolve("birds/val"));
    Files.writeString(gallery.get(0), "no image");
    Files.write(gallery.get(5), Files.readAllBytes(queries.get(3)));
    Path masks = folder.resolve("masks.json");
    Files.writeString(masks, masks(queries));
    runs.rank(context);
    runs.rerank(context, "birds-chm", "attention", scoring(CANDIDATES, null));
    runs.rerank(context, "birds-chm", "masks", scoring(CANDIDATES, masks.toString()));
    runs.rerank(context, "birds-near", "attention", scoring(2, null));
    runs.rescore(context);
    return runs;
  }

  String run(String name) {
    return folder.resolve("runs").resolve(name).toString();
  }

  private static List<Path> images(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Only the upper left cells of a query count. */
  private static String masks(List<Path> queries) {
    String row = "[1,1,0,0,0,0,0]";
    String none = "[0,0,0,0,0,0,0]";
    String mask = "[" + String.join(",", List.of(row, row, none, none, none, none, none)) + "]";
    List<String> entries =
        queries.stream()
            .map(
                query ->
                    "\"%s/%s\":%s"
                        .formatted(query.getParent().getFileName(), query.getFileName(), mask))
            .toList();
    return "{" + String.join(",", entries) + "}";
  }

  private static RerankOptions.Scoring scoring(int n, String masks) {
    return new RerankOptions.Scoring(n, Math.min(n, 3), 0.55, Axes.ALIGNED, masks);
  }

  private void rescore(JobContext context) throws IOException {
    ValueGrid grid =
        new ValueGrid(
            List.of(CANDIDATES), List.of(1, 3), List.of(0.55), List.of(Axes.ALIGNED), null);
    List<AccuracyRow> accuracies =
        RescoreJob.run(
            context,
            new RescoreOptions(
                run("birds-chm"),
                run("birds-grid"),
                grid,
                List.of(),
                RescoreOptions.Tables.ACCURACIES_AND_RESULTS,
                Limits.DEFAULT));
    SummaryRow.Of of = new SummaryRow.Of("birds", "small", "chm", 1, run("birds-chm"));
    SummaryTable.put(
        context,
        context.store().path(run("study")),
        RunRecord.of("sweep", "test", Map.of()),
        accuracies.stream().map(row -> new SummaryRow(of, row)).toList());
  }

  private void rank(JobContext context) throws IOException {
    KnnJob.run(
        context,
        new KnnOptions(
                "birds",
                RerankTrial.data(folder.resolve("birds")),
                new NetworkOptions(
                    folder + "/resnet.pt", null, Precision.FP32, DeviceChoice.CPU, 4),
                TransformSet.SINGLE,
                CANDIDATES + 2,
                folder.resolve("runs").toString())
            .with(PerClass.of(2, null)));
  }

  private void rerank(
      JobContext context, String name, String setting, RerankOptions.Scoring scoring)
      throws IOException {
    RerankJob.run(
        context,
        new RerankOptions(
                RerankTrial.recorded(),
                "chm",
                new NetworkOptions(null, folder + "/chm.pt", Precision.AUTO, DeviceChoice.CPU, 4),
                run("birds"),
                null,
                scoring,
                run(name),
                setting,
                PerQuery.NONE,
                64)
            .with(name.equals("birds-chm") ? Classes.COMPARED : Classes.AS_KEPT));
  }
}
