package dev.chmcorr.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.demo.DemoCheckpoints;
import dev.chmcorr.job.input.InputForms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
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
      List.of("knn/errors", "knn/rankings", "chm/correspondences", "chm/results");

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
  private static Submit alone;
  private static Submit submit;

  @BeforeAll
  static void runLocally() throws Exception {
    Path birds = folder.resolve("birds");
    local = Birds.write(birds);
    InputForms.folders(birds.resolve("train"), birds.resolve("tars"), 3);
    InputForms.table(birds.resolve("val"), birds.resolve("table"));
    alone = new Submit(folder, List.of("--master", "local[2]")).quick();
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
      rerank(submit, runs, reading(birds, "train", "table", birds.rerank(runs)));

      assertSameAsLocally(runs, birds);
      assertThat(hdfs.renames())
          .filteredOn(rename -> rename.matches("/runs/\\S+ /runs/[^ ]+/part-\\d[^/ ]*"))
          .hasSizeGreaterThan(TABLES.size())
          .allMatch(rename -> COMMIT.matcher(rename).matches());

      LockTrial.assertOneOfTwoHasAFolder(folder, hdfs.url() + "/race", 20, List.of());
      LockTrial.assertALockThatIsBeingWrittenCounts(hdfs);

      killInEmbed(alone, hdfs.url() + "/killed", () -> true);
      runAgain(alone, hdfs.url() + "/killed");
      hdfs.get("/killed", folder.resolve("killed"));
      new RunFolder(folder.resolve("killed")).assertSameRankings(undisturbed());
    }
  }

  @Test
  void s3GivesTheSameTablesByTheMagicCommitter() throws Exception {
    try (S3Server s3 = S3Server.start(folder.resolve("s3"))) {
      s3.put(folder.resolve("birds"), "birds");
      Birds birds = new Birds(s3.url() + "/birds");
      String runs = s3.url() + "/runs";

      Submit s3Submit = onS3(submit, s3);
      run(s3Submit, importModel(s3.url() + "/birds/", s3.url() + "/models/resnet.pt"));
      run(new Submit(folder, List.of()), importModel(folder + "/birds/", folder + "/resnet.pt"));
      assertThat(s3.files().resolve("models/resnet.pt"))
          .hasSameBinaryContentAs(folder.resolve("resnet.pt"));
      run(s3Submit, reading(birds, "train", "table", birds.knn(runs)));
      rerank(s3Submit, runs, reading(birds, TARS, "val", birds.rerank(runs)));

      assertSameAsLocally(s3.files() + "/runs", birds);
      for (String table : TABLES) {
        assertThat(s3.files().resolve("runs/" + table + "/_SUCCESS")).exists();
      }
      // Other tables are committed beside the place that they are then moved to.
      assertThat(s3.files().resolve("runs/chm/correspondences/_SUCCESS"))
          .content()
          .contains("\"committer\":\"magic\"");
      try (Stream<Path> files = Files.walk(s3.files().resolve("runs"))) {
        assertThat(files.map(Path::toString)).noneMatch(file -> file.contains("magic"));
      }
      LockTrial.assertOneOfTwoHasAFolder(
          folder, s3.url() + "/race", 40, s3.javaOptions(), IVY + "/jars/*");

      Submit s3Alone = onS3(alone, s3);
      killInEmbed(s3Alone, s3.url() + "/killed", () -> !s3.pendingUploads().isEmpty());
      assertThat(s3.pendingUploads()).isNotEmpty();
      runAgain(s3Alone, s3.url() + "/killed");
      new RunFolder(s3.files().resolve("killed")).assertSameRankings(undisturbed());
      assertThat(s3.pendingUploads()).isEmpty();
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

  /** Re-ranks images that lie elsewhere than those that were ranked: by a pickle of the ranking. */
  private static void rerank(Submit submit, String runs, String... command) throws Exception {
    String pickle = runs + "/rankings.pickle";
    run(submit, "scores", "export", runs + "/knn", "--out", pickle);
    List<String> other = new ArrayList<>(List.of(command));
    other.set(other.indexOf("--knn") + 1, pickle);
    run(submit, other.toArray(String[]::new));
  }

  private static String[] importModel(String folder, String out) {
    return new String[] {"import-model", "resnet", folder + DemoCheckpoints.RESNET, "--out", out};
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
    assertThat(images(runs, birds)).isEqualTo(images(folder + "/local", local)).hasSize(30);
  }

  /** What was embedded, without the embeddings, whose last bits may differ. */
  private static List<String> images(String runs, Birds birds) {
    return names(runs + "/_embeddings/*/embeddings", birds).stream()
        .map(row -> row.replaceAll("\"embedding\":\\[[^]]*]", ""))
        .sorted()
        .toList();
  }

  /** The rows of a table with class/file for every path of an image that lies where it should. */
  private static List<String> names(String table, Birds birds) {
    String path =
        "\"%s/[^\"]*/([^/\"]+/[^/\"]+[.]jpg)\""
            .formatted(Pattern.quote(birds.root().replaceFirst("^file:", "")));
    return Tables.rows(table, "its paths stay").stream()
        .map(row -> row.replaceAll(path, "\"$1\""))
        .sorted()
        .toList();
  }

  /**
   * Kills the driver of a run that embeds images of this machine's disk, while a task reads one of
   * the last of them.
   *
   * @param runs on the other storage, where its tables lie
   * @param ripe whether enough has been done by other tasks
   */
  private static void killInEmbed(Submit submit, String runs, Callable<Boolean> ripe)
      throws Exception {
    Fault fault =
        new Fault(
            FaultyDisk.Kind.STALL,
            "open",
            ".*/birds/train/003.*",
            1,
            Files.createTempDirectory(folder, "fault-"));
    Submit.Running run = submit.with(Fault.options(fault)).start(local.knn(runs));
    assertThat(fault.await(0, run).pid()).isEqualTo(run.process().pid());
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!ripe.call() && System.nanoTime() < end) {
      Thread.sleep(200);
    }
    assertThat(run.process().destroyForcibly().waitFor()).isNotZero();
    Trial.print("driver killed (-9) in embed, tables on " + runs, run.await());
  }

  /** Gives the same command again, whose tables are then those of an undisturbed run. */
  private static void runAgain(Submit submit, String runs) throws Exception {
    Submit.Running again = submit.start(local.knn(runs));
    Trial.print("the same command after this kill", Trial.succeed(again));
  }

  private static RunFolder undisturbed() {
    return new RunFolder(folder.resolve("local"));
  }

  private static Submit onS3(Submit submit, S3Server s3) throws IOException {
    return submit.with(packages()).with("--conf", "spark.jars.ivy=" + IVY).with(s3.options());
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
