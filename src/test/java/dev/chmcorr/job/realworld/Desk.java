package dev.chmcorr.job.realworld;

import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.job.input.DataOptions;
import dev.chmcorr.job.input.DataOptions.GalleryClasses;
import dev.chmcorr.job.input.DataOptions.MissingClasses;
import dev.chmcorr.job.input.OnError;
import dev.chmcorr.job.knn.KnnJob;
import dev.chmcorr.job.knn.KnnOptions;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.rerank.RerankJob;
import dev.chmcorr.job.rerank.RerankOptions;
import dev.chmcorr.job.rerank.RerankTrial;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.job.score.PerQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * Where a test ranks and re-ranks.
 *
 * @param folder for the runs
 * @param networks folder with resnet.pt and chm.pt
 */
record Desk(Path folder, Path networks) {
  /** What a run is asked for and said. */
  record Ranked(Desk desk, String name, LocalSpark spark) {
    String said() {
      return spark.progress() + spark.out();
    }

    List<Row> rankings() {
      return desk.rows(name + "/rankings", "query_id", "rank");
    }

    List<Row> errors() {
      return desk.rows(name + "/errors", "split", "path");
    }
  }

  /** Ranks with the imported network. */
  Ranked knn(String name, Path train, Path val, InputOptions input) throws IOException {
    return knn(name, networks.resolve("resnet.pt"), data(train, val, input));
  }

  /** Ranks with another network. */
  Ranked knn(String name, Path model, DataOptions data) throws IOException {
    LocalSpark spark = new LocalSpark();
    KnnJob.run(
        spark.context(),
        new KnnOptions(
            name,
            data,
            new NetworkOptions(model.toString(), null, Precision.FP32, DeviceChoice.CPU, 4),
            TransformSet.SINGLE,
            5,
            folder.toString()));
    return new Ranked(this, name, spark);
  }

  /**
   * Re-ranks three candidates of each query of a run.
   *
   * @param masks file, or null
   * @return the rows of the table of results
   */
  List<Row> rerank(Ranked knn, Path masks) throws IOException {
    String out = knn.name() + "-chm";
    RerankJob.run(
        new LocalSpark().context(),
        new RerankOptions(
            RerankTrial.recorded(),
            "chm",
            new NetworkOptions(null, networks + "/chm.pt", Precision.AUTO, DeviceChoice.CPU, 4),
            folder.resolve(knn.name()).toString(),
            null,
            new RerankOptions.Scoring(
                3, 2, 0.55, Axes.PUBLISHED, masks == null ? null : masks.toString()),
            folder.resolve(out).toString(),
            null,
            PerQuery.NONE,
            64));
    return rows(out + "/results", "query_id", "query_id");
  }

  static DataOptions data(Path train, Path val, InputOptions input) {
    return new DataOptions(
        train.toString(),
        val.toString(),
        GalleryClasses.ALL,
        MissingClasses.REFUSE,
        OnError.RECORD,
        Limits.DEFAULT,
        input);
  }

  /**
   * The embeddings of a set, by path.
   *
   * @param name of the folder that holds the images
   */
  List<Row> embeddings(String name) throws IOException {
    try (var sets = Files.newDirectoryStream(folder.resolve("_embeddings"), name + "-*")) {
      String set = folder.relativize(sets.iterator().next()).toString();
      return rows(set + "/embeddings", "path", "path");
    }
  }

  List<Row> rows(String table, String first, String second) {
    return LocalSpark.session()
        .read()
        .parquet(folder.resolve(table).toString())
        .sort(first, second)
        .collectAsList();
  }
}
