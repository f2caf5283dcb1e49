package dev.chmcorr.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.job.InputForms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models, images and tables on HDFS and S3, by a cluster: the tables equal those of a local run on
 * local files. Each form of images, folders, tars and a Parquet table, is read from both.
 */
@Tag("cluster")
class StorageIT {
  private static final List<String> TABLES =
      List.of("knn/images", "knn/rankings", "chm/correspondences", "chm/results");

  /**
   * Of a part: from where a whole task's were put when it ended, to the table when all had ended.
   */
  private static final Pattern COMMIT =
      Pattern.compile("(/runs/.*)/_temporary/[0-9]+/task_[^/]+/(part-\\S+) \\1/\\2");

  /** Where Spark puts what conf/standalone.conf names for S3. */
  private static final Path IVY = Path.of("target", "ivy").toAbsolutePath();

  private static final String TARS = "tars/part-*.tar";

  @TempDir private static Path folder;
  private static StandaloneCluster cluster;
  private static Birds local;
  private static Submit submit;

  @BeforeAll
  static void runLocally() throws Exception {
    Path birds = folder.resolve("birds");
    local = Birds.write(birds);
    InputForms.folders(birds.resolve("train"), birds.resolve("tars"), 3);
    InputForms.table(birds.resolve("val"), birds.resolve("table"));
    Submit alone = new Submit(folder, List.of("--master", "local[2]")).quick();
    run(alone, local.knn("file:" + folder + "/local"));
    run(alone, local.rerank("file:" + folder + "/local"));
    cluster = StandaloneCluster.start(folder.resolve("cluster"), 2);
    submit =
        new Submit(
                folder,
                List.of(
                    "--master", cluster.url(), "--executor-memory", "1g", "--executor-cores", "1"))
            .quick();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void hdfsGivesTheSameTablesByRenaming() throws Exception {
    try (HdfsCluster hdfs = HdfsCluster.start(folder.resolve("hdfs"))) {
      hdfs.put(folder.resolve("birds"), "/data sets");
      Birds birds = new Birds(hdfs.url() + "/data sets");
      String runs = hdfs.url() + "/runs";

      run(submit, reading(birds, TARS, "val", birds.knn(runs)));
      run(submit, reading(birds, "train", "table", birds.rerank(runs)));

      assertSameAsLocally(runs, birds);
      assertThat(hdfs.renames())
          .filteredOn(rename -> rename.matches("/runs/\\S+ /runs/[a-z/]+/part-\\S+"))
          .hasSizeGreaterThan(TABLES.size())
          .allMatch(rename -> COMMIT.matcher(rename).matches());
    }
  }

  @Test
  void s3GivesTheSameTablesByTheMagicCommitter() throws Exception {
    try (S3Server s3 = S3Server.start(folder.resolve("s3"))) {
      s3.put(folder.resolve("birds"), "birds");
      Birds birds = new Birds(s3.url() + "/birds");
      String runs = s3.url() + "/runs";

      Submit s3Submit =
          submit.with(packages()).with("--conf", "spark.jars.ivy=" + IVY).with(s3.options());
      run(s3Submit, reading(birds, "train", "table", birds.knn(runs)));
      run(s3Submit, reading(birds, TARS, "val", birds.rerank(runs)));

      assertSameAsLocally(s3.files() + "/runs", birds);
      for (String table : TABLES) {
        assertThat(s3.files().resolve("runs/" + table + "/_SUCCESS"))
            .content()
            .contains("\"committer\":\"magic\"");
      }
      try (Stream<Path> files = Files.walk(s3.files().resolve("runs"))) {
        assertThat(files.map(Path::toString)).noneMatch(file -> file.contains("magic"));
      }
      assertOneOfTwoHasAFolder(s3);
    }
  }

  /** The same command on other forms of its images. */
  private static String[] reading(Birds birds, String train, String val, String... command) {
    List<String> other = new ArrayList<>(List.of(command));
    other.set(other.indexOf("--train") + 1, birds.root() + "/" + train);
    other.set(other.indexOf("--val") + 1, birds.root() + "/" + val);
    other.addAll(List.of("--unpack", birds.root() + "/unpacked"));
    return other.toArray(String[]::new);
  }

  private static void run(Submit submit, String... command) throws Exception {
    Submit.Outcome outcome = submit.run(command);
    assertThat(outcome.code()).as(outcome.output()).isZero();
    assertThat(outcome.output()).doesNotContain("Exception").doesNotContain(S3Server.SECRET);
  }

  /** Ids, names, digests and numbers; only where the images lie differs. */
  private static void assertSameAsLocally(String runs, Birds birds) {
    for (String table : TABLES) {
      assertThat(names(runs + "/" + table, birds))
          .as(table)
          .isEqualTo(names(folder + "/local/" + table, local));
    }
  }

  /** The rows of a table with class/file for every path of an image that lies where it should. */
  private static List<String> names(String table, Birds birds) {
    String path = "\"%s/[^\"]*/([^/\"]+/[^/\"]+[.]jpg)\"".formatted(Pattern.quote(birds.root()));
    return Tables.rows(table, "its paths stay").stream()
        .map(row -> row.replaceAll(path, "\"$1\""))
        .sorted()
        .toList();
  }

  /** Two processes that reach for one folder at once, again and again. */
  private static void assertOneOfTwoHasAFolder(S3Server s3) throws Exception {
    int rounds = 40;
    Files.createDirectories(folder.resolve("race"));
    try (Daemon first = race(s3, 0, rounds);
        Daemon second = race(s3, 1, rounds)) {
      assertThat(first.awaitEnd()).as(first.log()).isZero();
      assertThat(second.awaitEnd()).as(second.log()).isZero();

      List<String> lines = new ArrayList<>(first.log().lines().toList());
      lines.addAll(second.log().lines().toList());
      for (int round = 0; round < rounds; round++) {
        assertThat(lines)
            .containsOnlyOnce("round " + round + ": begins", "round " + round + ": holds it");
      }
    }
  }

  private static Daemon race(S3Server s3, int number, int rounds) throws IOException {
    List<String> arguments = new ArrayList<>();
    for (String option : s3.options()) {
      if (option.startsWith("spark.hadoop.")) {
        arguments.add("-D" + option.substring("spark.hadoop.".length()));
      }
    }
    String classes = "target/test-classes:target/chm-corr.jar:";
    arguments.addAll(List.of("-cp", classes + StandaloneCluster.jars() + ":" + IVY + "/jars/*"));
    arguments.addAll(List.of("dev.chmcorr.cluster.LockRace", s3.url() + "/race"));
    arguments.addAll(List.of(number + "", rounds + "", folder.resolve("race") + ""));
    return Daemon.java("race-" + number, folder.resolve("race"), Map.of(), arguments);
  }

  /** What conf/standalone.conf says to uncomment for S3. */
  private static String[] packages() throws IOException {
    return Files.readAllLines(Path.of("conf", "standalone.conf")).stream()
        .filter(line -> line.startsWith("#spark.jars."))
        .map(line -> line.substring(1).split("\\s+"))
        .flatMap(setting -> Stream.of("--conf", setting[0] + "=" + setting[1]))
        .toArray(String[]::new);
  }
}
