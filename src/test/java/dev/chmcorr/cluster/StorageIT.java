package dev.chmcorr.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.job.InputForms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models, images and tables on HDFS and S3, by a cluster: the tables equal those of a local run on
 * local files, also where the gallery is in tars and the queries are in a Parquet table.
 */
@Tag("cluster")
class StorageIT {
  private static final List<String> TABLES =
      List.of("knn/images", "knn/rankings", "chm/correspondences", "chm/results");

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
    run(new Submit(folder, List.of("--master", "local[2]")), local, "file:" + folder + "/local");
    cluster = StandaloneCluster.start(folder.resolve("cluster"), 2);
    submit =
        new Submit(
            folder,
            List.of("--master", cluster.url(), "--executor-memory", "1g", "--executor-cores", "1"));
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

      run(submit, birds, hdfs.url() + "/runs");
      run(submit, packed(birds, birds.knn(hdfs.url() + "/packed")));

      for (String table : TABLES) {
        assertThat(Tables.rows(hdfs.url() + "/runs/" + table, birds.root()))
            .as(table)
            .isEqualTo(Tables.rows(folder + "/local/" + table, local.root()));
      }
      assertSameAsFolders(hdfs.url() + "/packed/", TABLES.subList(0, 2));
    }
  }

  @Test
  void s3GivesTheSameTablesByTheMagicCommitter() throws Exception {
    try (S3Server s3 = S3Server.start(folder.resolve("s3"))) {
      s3.put(folder.resolve("birds"), "birds");
      Birds birds = new Birds(s3.url() + "/birds");

      Submit s3Submit = submit.with(packages()).with(s3.options());
      run(s3Submit, birds, s3.url() + "/runs");
      run(s3Submit, packed(birds, birds.knn(s3.url() + "/packed")));
      run(s3Submit, packed(birds, birds.rerank(s3.url() + "/packed")));

      for (String table : TABLES) {
        assertThat(Tables.rows(s3.files() + "/runs/" + table, birds.root()))
            .as(table)
            .isEqualTo(Tables.rows(folder + "/local/" + table, local.root()));
        assertThat(s3.files().resolve("runs/" + table + "/_SUCCESS"))
            .content()
            .contains("\"committer\":\"magic\"");
      }
      assertSameAsFolders(s3.files() + "/packed/", TABLES);
      try (Stream<Path> files = Files.walk(s3.files().resolve("runs"))) {
        assertThat(files.map(Path::toString)).noneMatch(file -> file.contains("magic"));
      }
    }
  }

  private static void run(Submit submit, Birds birds, String out) throws Exception {
    for (String[] command : List.of(birds.knn(out), birds.rerank(out))) {
      run(submit, command);
    }
  }

  /** The same command on tars and a table. */
  private static String[] packed(Birds birds, String... command) {
    List<String> packed = new ArrayList<>(List.of(command));
    packed.set(packed.indexOf("--train") + 1, birds.root() + "/tars/part-*.tar");
    packed.set(packed.indexOf("--val") + 1, birds.root() + "/table");
    packed.addAll(List.of("--unpack", birds.root() + "/unpacked"));
    return packed.toArray(String[]::new);
  }

  private static void run(Submit submit, String... command) throws Exception {
    Submit.Outcome outcome = submit.run(command);
    assertThat(outcome.code()).as(outcome.output()).isZero();
    assertThat(outcome.output()).doesNotContain("Exception").doesNotContain(S3Server.SECRET);
  }

  /** Ids, names, digests and numbers; only where the images lie differs. */
  private static void assertSameAsFolders(String packed, List<String> tables) {
    for (String table : tables) {
      assertThat(names(packed + table))
          .as("%s of tars and a table", table)
          .isEqualTo(names(folder + "/local/" + table));
    }
  }

  /** The rows of a table with class/file for every path of an image. */
  private static List<String> names(String table) {
    return Tables.rows(table, "its paths stay").stream()
        .map(row -> row.replaceAll("\"[^\"]*/([^/\"]+/[^/\"]+[.]jpg)\"", "\"$1\""))
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
