package dev.chmcorr.job.rerank;

import dev.chmcorr.demo.BirdGenerator;
import dev.chmcorr.demo.DemoCheckpoints;
import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.QuerySelection;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.job.input.DataOptions;
import dev.chmcorr.job.input.DataOptions.GalleryClasses;
import dev.chmcorr.job.input.DataOptions.MissingClasses;
import dev.chmcorr.job.input.OnError;
import dev.chmcorr.job.knn.KnnJob;
import dev.chmcorr.job.knn.KnnOptions;
import dev.chmcorr.job.knn.KnnOptions.Recognition;
import dev.chmcorr.job.knn.KnnOptions.SameImages;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.job.score.PerQuery;
import dev.chmcorr.job.tools.ImportModelJob;
import dev.chmcorr.job.tools.ImportModelOptions;
import java.io.IOException;
import java.nio.file.Path;

/** A folder with two small networks and drawn birds. */
public record RerankTrial(Path folder) {
  /** Imports the networks and draws birds into it. */
  public static RerankTrial prepare(Path folder, BirdGenerator.Options birds) throws IOException {
    DemoCheckpoints.copyTo(folder);
    RerankTrial trial = new RerankTrial(folder);
    trial.importModel(ImportModelJob.Kind.RESNET, DemoCheckpoints.RESNET, "resnet.pt");
    trial.importModel(ImportModelJob.Kind.CHM, DemoCheckpoints.CHM, "chm.pt");
    BirdGenerator.write(folder.resolve("birds"), birds);
    return trial;
  }

  private void importModel(ImportModelJob.Kind kind, String checkpoint, String archive)
      throws IOException {
    ImportModelJob.run(
        new LocalSpark().context().console(),
        new ImportModelOptions(
            kind, folder.resolve(checkpoint).toString(), folder.resolve(archive).toString()));
  }

  /** Images in a folder with train and val in it. */
  public static DataOptions data(Path images) {
    return new DataOptions(
        images + "/train",
        images + "/val",
        GalleryClasses.ALL,
        MissingClasses.REFUSE,
        OnError.RECORD);
  }

  /** Nothing said of the images: the ranking's record knows. */
  public static DataOptions recorded() {
    return new DataOptions(
        null,
        null,
        null,
        MissingClasses.REFUSE,
        OnError.RECORD,
        Limits.DEFAULT,
        InputOptions.DEFAULT);
  }

  /** Ranks images; the run is OUT/knn. */
  public void rank(LocalSpark spark, Path images, Path out, QuerySelection queries)
      throws IOException {
    KnnJob.run(spark.context(), ranking(images, out, queries));
  }

  /** The options of that. */
  KnnOptions ranking(Path images, Path out, QuerySelection queries) {
    return new KnnOptions(
        "knn",
        data(images),
        new NetworkOptions(folder + "/resnet.pt", null, Precision.FP32, DeviceChoice.CPU, 4),
        TransformSet.SINGLE,
        6,
        Recognition.BY_VERSION,
        out.toString(),
        SameImages.RANKED,
        queries);
  }

  /** Re-ranks what a folder's record knows. */
  public RerankReport rerank(LocalSpark spark, Path knn, Path out, QuerySelection queries)
      throws IOException {
    return RerankJob.run(spark.context(), options(knn, out, queries, 2));
  }

  /** The options of that, with another K. */
  RerankOptions options(Path knn, Path out, QuerySelection queries, int k) {
    return options(knn, out, queries, k, 3);
  }

  /**
   * Likewise.
   *
   * @param knn null for that of the folder's record
   */
  RerankOptions options(Path knn, Path out, QuerySelection queries, int k, int n) {
    return new RerankOptions(
            recorded(),
            "chm",
            new NetworkOptions(
                null, knn == null ? null : folder + "/chm.pt", Precision.AUTO, DeviceChoice.CPU, 4),
            knn == null ? null : knn.toString(),
            null,
            new RerankOptions.Scoring(n, k, 0.55, Axes.PUBLISHED, null),
            out.toString(),
            null,
            PerQuery.NONE,
            64)
        .with(queries);
  }
}
