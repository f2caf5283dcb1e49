package dev.chmcorr.job.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.demo.BirdGenerator;
import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.QuerySelection;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.DataOptions;
import dev.chmcorr.job.input.DataOptions.GalleryClasses;
import dev.chmcorr.job.input.DataOptions.MissingClasses;
import dev.chmcorr.job.input.OnError;
import dev.chmcorr.job.knn.KnnJob;
import dev.chmcorr.job.knn.KnnOptions;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.lists.LabelOptions;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.run.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that say otherwise than the folders what images show. */
class LabelsSparkTest {
  @TempDir private static Path fixtures;
  private static RerankTrial trial;
  private final LocalSpark spark = new LocalSpark();
  @TempDir private Path folder;

  @BeforeAll
  static void prepare() throws IOException {
    trial = RerankTrial.prepare(fixtures, new BirdGenerator.Options(3, 3, 2, 1));
  }

  private void knn(String name, LabelOptions labels) throws IOException {
    KnnJob.run(
        spark.context(),
        new KnnOptions(
            name,
            new DataOptions(
                fixtures + "/birds/train",
                fixtures + "/birds/val",
                GalleryClasses.ALL,
                MissingClasses.REFUSE,
                OnError.RECORD,
                Limits.DEFAULT,
                InputOptions.DEFAULT.with(labels)),
            new NetworkOptions(fixtures + "/resnet.pt", null, Precision.FP32, DeviceChoice.CPU, 4),
            TransformSet.SINGLE,
            6,
            folder.toString()));
  }

  /** Paths below a set's folder, sorted. */
  private static List<String> images(String set) throws IOException {
    Path root = fixtures.resolve("birds").resolve(set);
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".jpg"))
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private static String folderOf(String image) {
    return image.substring(0, image.indexOf('/'));
  }

  private List<Row> rows(String table, String... columns) {
    return LocalSpark.session()
        .read()
        .parquet(folder.resolve(table).toString())
        .selectExpr(columns)
        .distinct()
        .sort(columns[0].replaceAll(".* AS ", ""))
        .collectAsList();
  }

  @Test
  void rightAnswersGoFromTheRankingToTheResults() throws IOException {
    List<String> queries = images("val");
    TreeSet<String> all = new TreeSet<>();
    queries.forEach(image -> all.add("\"" + folderOf(image) + "\""));
    Path truth = folder.resolve("truth.json");
    Files.writeString(
        truth,
        queries.stream()
            .skip(1)
            .map(image -> "\"%s\": %s".formatted(image, all))
            .collect(Collectors.joining(", ", "{\"" + queries.get(0) + "\": [], ", "}")));

    knn("run", new LabelOptions(truth.toString(), null, null));
    trial.rerank(spark, folder.resolve("run"), folder.resolve("chm"), QuerySelection.ALL);

    assertThat(spark.progress() + spark.out())
        .contains("truth: 5 of 6 queries have right classes in file:" + truth)
        .contains("kNN accuracy, k =   3: 100.00 % (5 of 5)")
        .contains("Queries whose class is unknown, so not judged: 1")
        .containsPattern("CHM.*100\\.00 % \\(5 of 5\\)");
    assertThat(rows("chm/results", "query_id", "correct", "knn_correct", "class"))
        .hasSize(6)
        .allMatch(row -> row.getInt(0) == 0 ? row.isNullAt(1) : row.getBoolean(1))
        .allMatch(row -> row.getInt(0) == 0 ? row.isNullAt(2) : row.getBoolean(2))
        .noneMatch(row -> row.isNullAt(3));
    assertThat(rows("chm/queries", "query_id", "coalesce(size(classes), 0)"))
        .extracting(row -> row.getInt(1))
        .containsExactly(0, 3, 3, 3, 3, 3);
  }

  @Test
  void aListReplacesTheClassesOfFoldersAndNoIds() throws IOException {
    List<String> gallery = images("train");
    String species = folderOf(gallery.get(0));
    Path list = folder.resolve("classes.csv");
    Files.writeString(
        list,
        Stream.concat(gallery.stream(), images("val").stream())
            .filter(image -> folderOf(image).equals(species))
            .map(image -> image + ",zebra finch\n")
            .collect(Collectors.joining("", "path,class\n", "")));

    knn("plain", LabelOptions.NONE);
    knn("relabelled", new LabelOptions(null, null, list.toString()));

    assertThat(rows("relabelled/rankings", "concat(query_id, ' ', rank, ' ', gallery_id) AS r"))
        .isEqualTo(rows("plain/rankings", "concat(query_id, ' ', rank, ' ', gallery_id) AS r"));
    String facts = "concat_ws('|', gallery_id, gallery_class, gallery_label) AS r";
    String renamed =
        "concat_ws('|', gallery_id, IF(gallery_class = '%s', 'zebra finch', gallery_class), pmod(gallery_label - 1, 3)) AS r"
            .formatted(species);
    assertThat(rows("relabelled/rankings", facts)).isEqualTo(rows("plain/rankings", renamed));
    assertThat(spark.progress())
        .contains("changes the class of 3 of 9 images of file:")
        .contains("changes the class of 2 of 6 images of file:");

    Files.writeString(list, "path,class\nnowhere/x.jpg,wren\n");
    assertThatThrownBy(() -> knn("other", new LabelOptions(null, null, list.toString())))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot use --relabel file:%s: line 2 of classes.csv is of no image: nowhere/x.jpg",
            list);
    assertThat(folder.resolve("other")).doesNotExist();
  }
}
