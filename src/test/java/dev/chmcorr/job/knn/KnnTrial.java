package dev.chmcorr.job.knn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.QuerySelection;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.job.input.DataOptions;
import dev.chmcorr.job.input.DataOptions.GalleryClasses;
import dev.chmcorr.job.input.DataOptions.MissingClasses;
import dev.chmcorr.job.input.OnError;
import dev.chmcorr.job.knn.KnnOptions.Recognition;
import dev.chmcorr.job.knn.KnnOptions.SameImages;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.model.FormulaWeights;
import dev.chmcorr.model.archive.Provenance;
import dev.chmcorr.model.importer.ResNetImporter;
import dev.chmcorr.model.importer.ResNetLayout;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A folder with a small network, images of one colour each, and the runs that rank them. */
final class KnnTrial {
  private final Path folder;
  private String queries = "val";

  KnnTrial(Path folder) {
    this.folder = folder;
    ResNetImporter.write(
        FormulaWeights.small("small", 4, List.of(1, 1, 1, 1)),
        ResNetLayout.TORCHVISION,
        new Provenance("small", "00"),
        folder.resolve("small.pt"));
  }

  /** Draws an image whose content follows from its colour. */
  Path draw(String name, int colour) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 16 * 16; i++) {
      image.setRGB(i % 16, i / 16, Color.HSBtoRGB(colour / 16f, 1, (16 + i / 16) / 32f));
    }
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  /** Lets runs take the gallery's images as queries too. */
  void rankGalleryForItself() {
    queries = "train";
  }

  /** How a run ranks. */
  record Way(int k, SameImages sameImages, QuerySelection queries) {
    static final Way PLAIN = new Way(3, SameImages.RANKED, QuerySelection.ALL);

    Way of(QuerySelection some) {
      return new Way(k, sameImages, some);
    }

    Way apart() {
      return new Way(k, SameImages.EXCLUDED, queries);
    }

    Way k(int other) {
      return new Way(other, sameImages, queries);
    }
  }

  /** Ranks {@code train} for {@code val}. */
  void knn(JobContext context, String name) throws IOException {
    knn(context, name, Way.PLAIN);
  }

  void knn(JobContext context, String name, Way way) throws IOException {
    knn(context, name, way, folder + "/runs");
  }

  void knn(JobContext context, String name, Way way, String out) throws IOException {
    KnnJob.run(context, options(name, way, out));
  }

  KnnOptions options(String name, Way way) {
    return options(name, way, folder + "/runs");
  }

  private KnnOptions options(String name, Way way, String out) {
    return new KnnOptions(
        name,
        new DataOptions(
            folder + "/train",
            folder + "/" + queries,
            // By which one class is enough.
            GalleryClasses.OF_VAL,
            MissingClasses.REFUSE,
            OnError.RECORD,
            Limits.DEFAULT,
            InputOptions.unpackedTo(out)),
        new NetworkOptions(
            folder.resolve("small.pt").toString(), null, Precision.FP32, DeviceChoice.CPU, 4),
        TransformSet.SINGLE,
        way.k(),
        Recognition.BY_VERSION,
        out,
        way.sameImages(),
        way.queries());
  }

  Dataset<Row> table(String name) {
    return LocalSpark.session().read().parquet(folder + "/runs/" + name);
  }

  JsonNode record(String name) throws IOException {
    return new ObjectMapper().readTree(folder.resolve("runs/" + name + "/_run.json").toFile());
  }
}
