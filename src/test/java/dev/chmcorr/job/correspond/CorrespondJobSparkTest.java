package dev.chmcorr.job.correspond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.failures.FailureBudget;
import dev.chmcorr.job.input.DataOptions;
import dev.chmcorr.job.input.DataOptions.GalleryClasses;
import dev.chmcorr.job.input.DataOptions.MissingClasses;
import dev.chmcorr.job.input.DataSet;
import dev.chmcorr.job.input.ImageReader;
import dev.chmcorr.job.input.ImageRules;
import dev.chmcorr.job.input.OnError;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.method.toy.ToyMethod;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.network.NetworkSpec;
import dev.chmcorr.job.rankings.RankingSource;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.job.run.Metric;
import dev.chmcorr.job.run.RunScope;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.pickle.published.ScoreFile;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.Table;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which pairs are compared when some of them are known. */
class CorrespondJobSparkTest {
  private static final RunRecord RUN = RunRecord.of("rerank", "test", Map.of());
  private static final int GALLERY = 6;

  @TempDir private Path folder;
  private final LocalSpark spark = new LocalSpark();
  private DataSet data;
  private Dataset<Row> rankings;
  private ImageReader reader;

  @BeforeEach
  void prepare() throws IOException {
    for (int i = 0; i < GALLERY; i++) {
      image("train/bird/%d.png".formatted(i), 40 * i + 20);
    }
    TreeMap<Integer, int[]> lists = new TreeMap<>();
    for (int query = 0; query < 3; query++) {
      image("val/bird/%d.png".formatted(query), 70 * query + 50);
      lists.put(query, new int[] {5, 4, 3, 2, 1, 0});
    }
    try (var out = Files.newOutputStream(folder.resolve("rankings.pickle"))) {
      ScoreFile.write(out, lists);
    }
    DataOptions options =
        new DataOptions(
            folder + "/train",
            folder + "/val",
            GalleryClasses.OF_VAL,
            MissingClasses.REFUSE,
            OnError.RECORD,
            Limits.DEFAULT,
            InputOptions.DEFAULT);
    data = DataSet.list(spark.context(), options);
    rankings = new RankingSource(spark.context(), data, options).read(folder + "/rankings.pickle");
    reader = ImageReader.of(spark.context(), data, options.imageRules());
  }

  private void image(String name, int grey) throws IOException {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64; i++) {
      image.setRGB(i % 8, i / 8, grey << 16 | (255 - grey) << 8 | 4 * i);
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }

  /** Compares the first n candidates of every query; gives how many pairs that were now. */
  private long compare(String table, int n) throws IOException {
    JobContext context = spark.context();
    try (RunScope scope = RunScope.begin(context)) {
      NetworkSpec networks =
          NetworkSpec.ship(
              context,
              scope.run(),
              new NetworkOptions(null, null, Precision.FP32, DeviceChoice.CPU, 0));
      ComparisonSetup setup =
          new ComparisonSetup(
              ToyMethod.NAME, new TreeMap<>(), networks, TransformSet.SINGLE, reader, 1);
      StageMeter meter = StageMeter.of(context, "correspond");
      new CorrespondJob(context, setup, meter)
          .run(CorrespondPlan.of(data, rankings.where("rank <= " + n)), path(table), RUN);
      return meter.count(Metric.PAIRS);
    }
  }

  private org.apache.hadoop.fs.Path path(String table) {
    return spark.context().store().path(folder + "/" + table);
  }

  private Dataset<Row> table(String name) {
    return LocalSpark.session().read().parquet(folder + "/" + name);
  }

  private List<String> rows(String table) {
    return table(table).toJSON().collectAsList().stream().sorted().toList();
  }

  private List<Path> files(String table) throws IOException {
    try (var files = Files.list(folder.resolve(table))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).toList();
    }
  }

  @Test
  void moreCandidatesCompareOnlyTheNewOnes() throws IOException {
    assertThat(compare("grown", 3)).isEqualTo(9);
    List<Path> before = files("grown");
    assertThat(before).isNotEmpty();

    assertThat(compare("grown", 5)).isEqualTo(6);

    assertThat(files("grown")).containsAll(before);
    compare("whole", 5);
    assertThat(rows("grown")).isEqualTo(rows("whole"));
    assertThat(compare("grown", 5)).isZero();
  }

  @Test
  void badQueriesEndTheStageAndAreComparedWhenTheyAreGood() throws IOException {
    reader =
        ImageReader.of(
            spark.context(),
            data,
            new ImageRules(OnError.RECORD, Limits.DEFAULT, FailureBudget.of("34%")));
    for (int query = 1; query < 3; query++) {
      Files.delete(folder.resolve("val/bird/%d.png".formatted(query)));
    }

    assertThatThrownBy(() -> compare("pairs", 3))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot compare 3 query images: 1 may fail and 2 have, such as ")
        .hasMessageContaining("/val/bird/1.png (unreadable: ");

    for (int query = 1; query < 3; query++) {
      image("val/bird/%d.png".formatted(query), 70 * query + 50);
    }
    compare("pairs", 3);
    assertThat(table("pairs").where("error is null").count()).isEqualTo(9);
    assertThat(table("pairs").count()).isEqualTo(9);
  }

  /** Query 1 is no image, which will not get better; query 2 is another that is none. */
  @Test
  void badQueriesOfEarlierCommandsCountToo() throws IOException {
    ImageRules one = new ImageRules(OnError.RECORD, Limits.DEFAULT, FailureBudget.of("34%"));
    reader = ImageReader.of(spark.context(), data, one);
    Files.writeString(folder.resolve("val/bird/1.png"), "no image");
    compare("pairs", 3);
    Table.overwrite(table("pairs").where("query_id <> 2").localCheckpoint(), path("pairs"), RUN);
    Files.writeString(folder.resolve("val/bird/2.png"), "no image");

    assertThatThrownBy(() -> compare("pairs", 3))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot compare 3 query images: 1 may fail and 2 have, such as ");
  }

  @Test
  void fewerCandidatesAreThereAlready() throws IOException {
    compare("pairs", 4);
    List<String> before = rows("pairs");

    assertThat(compare("pairs", 2)).isZero();

    assertThat(rows("pairs")).isEqualTo(before);
  }

  @Test
  void aQueryWithAGapIsDoneAnew() throws IOException {
    compare("whole", 5);
    compare("gap", 4);
    Dataset<Row> gap = table("gap").where("not (query_id = 1 and rank = 2)").localCheckpoint();
    Table.overwrite(gap, path("gap"), RUN);

    // Five of the query with the gap, one each of the two others.
    assertThat(compare("gap", 5)).isEqualTo(7);

    assertThat(rows("gap")).isEqualTo(rows("whole"));
  }

  @Test
  void aQueryWithAnImageThatMayBeReadNowIsDoneAnew() throws IOException {
    compare("whole", 5);
    Path image = folder.resolve("val/bird/1.png");
    byte[] bytes = Files.readAllBytes(image);
    Files.delete(image);
    assertThat(compare("lost", 3)).isEqualTo(6);
    Files.write(image, bytes);

    assertThat(compare("lost", 5)).isEqualTo(5 + 2 + 2);

    assertThat(rows("lost")).isEqualTo(rows("whole"));
  }
}
