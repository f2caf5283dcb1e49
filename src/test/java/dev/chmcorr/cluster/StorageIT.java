package dev.chmcorr.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.job.InputForms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
  void hdfsGivesTheSameTables() throws Exception {
    try (HdfsCluster hdfs = HdfsCluster.start(folder.resolve("hdfs"))) {
      hdfs.put(folder.resolve("birds"), "/data sets");
      Birds birds = new Birds(hdfs.url() + "/data sets");
      String runs = hdfs.url() + "/runs";

      run(submit, reading(birds, TARS, "val", birds.knn(runs)));
      run(submit, reading(birds, "train", "table", birds.rerank(runs)));

      assertSameAsLocally(runs, birds);
    }
  }

  @Test
  void s3GivesTheSameTablesByTheMagicCommitter() throws Exception {
    try (S3Server s3 = S3Server.start(folder.resolve("s3"))) {
      s3.put(folder.resolve("birds"), "birds");
      Birds birds = new Birds(s3.url() + "/birds");
      String runs = s3.url() + "/runs";

      Submit s3Submit = submit.with(packages()).with(s3.options());
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

  /** What conf/standalone.conf says to uncomment for S3. */
  private static String[] packages() throws IOException {
    return Files.readAllLines(Path.of("conf", "standalone.conf")).stream()
        .filter(line -> line.startsWith("#spark.jars."))
        .map(line -> line.substring(1).split("\\s+"))
        .flatMap(setting -> Stream.of("--conf", setting[0] + "=" + setting[1]))
        .toArray(String[]::new);
  }
}
