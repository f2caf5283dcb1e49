package dev.chmcorr.job.input;

import static org.apache.spark.sql.functions.lit;

import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.shard.RawTar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Packs a folder of class folders into the other forms that a data set may have. */
public final class InputForms {
  private InputForms() {}

  private record Image(String className, String file, byte[] bytes) {
    String key() {
      return file.substring(0, file.lastIndexOf('.'));
    }
  }

  /** Tars of {@code train/class/file} in no order, as {@code tar -c train} would begin. */
  public static void folders(Path root, Path into, int shards) throws IOException {
    List<Image> images = shuffled(root);
    for (int i = 0; i < shards; i++) {
      RawTar tar = new RawTar();
      for (Image image : every(images, shards, i)) {
        tar.add(
            "./" + root.getFileName() + "/" + image.className() + "/" + image.file(),
            image.bytes());
      }
      write(into.resolve("part-%02d.tar".formatted(i)), tar);
    }
  }

  /** WebDataset's {@code key.jpg} and {@code key.cls}. */
  static void samples(Path root, Path into, int shards) throws IOException {
    List<Image> images = shuffled(root);
    for (int i = 0; i < shards; i++) {
      RawTar tar = new RawTar();
      for (Image image : every(images, shards, i)) {
        tar.add(image.key() + ".cls", image.className()).add(image.file(), image.bytes());
        tar.add(image.key() + ".json", "{}");
      }
      write(into.resolve("part-%02d.tar".formatted(i)), tar);
    }
  }

  /** A tar per class, whose name its images begin with, as ImageNet's training set is published. */
  static void classes(Path root, Path into) throws IOException {
    List<Image> images = shuffled(root);
    for (String name : images.stream().map(Image::className).distinct().toList()) {
      RawTar tar = new RawTar();
      images.stream()
          .filter(image -> image.className().equals(name))
          .forEach(image -> tar.add(name + "_" + image.file(), image.bytes()));
      write(into.resolve(name + ".tar"), tar);
    }
  }

  /** A table as Hugging Face's, in two files. */
  public static void table(Path root, Path into) throws IOException {
    StructType schema =
        new StructType()
            .add(
                "image",
                new StructType()
                    .add("bytes", DataTypes.BinaryType)
                    .add("path", DataTypes.StringType))
            .add("class", DataTypes.StringType);
    List<Row> rows = new ArrayList<>();
    for (Image image : shuffled(root)) {
      String path = "data/" + image.className() + "/" + image.file();
      rows.add(RowFactory.create(RowFactory.create(image.bytes(), path), image.className()));
    }
    Dataset<Row> table = LocalSpark.session().createDataFrame(rows, schema);
    table
        .withColumn("caption", lit("a bird"))
        .repartition(2)
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(into.toString());
  }

  public static void write(Path file, RawTar tar) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, tar.end());
  }

  private static List<Image> every(List<Image> images, int step, int first) {
    List<Image> some = new ArrayList<>();
    for (int i = first; i < images.size(); i += step) {
      some.add(images.get(i));
    }
    return some;
  }

  private static List<Image> shuffled(Path root) throws IOException {
    List<Image> images = new ArrayList<>();
    try (var files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        images.add(
            new Image(
                file.getParent().getFileName().toString(),
                file.getFileName().toString(),
                Files.readAllBytes(file)));
      }
    }
    Collections.shuffle(images, new Random(1));
    return images;
  }
}
