package dev.chmcorr.job.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.job.run.RunId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkSpecSparkTest {
  private static final RunId RUN = new RunId("run", List.of());

  @TempDir private Path folder;
  private final LocalSpark spark = new LocalSpark();

  /** This machine's disk under a scheme that Spark takes for a storage of many machines. */
  public static final class Storage extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("storage:///");
    }
  }

  @BeforeAll
  static void know() {
    LocalSpark.session()
        .sparkContext()
        .hadoopConfiguration()
        .set("fs.storage.impl", Storage.class.getName());
  }

  /** As little as passes for an archive that the user traced. */
  private static void archive(Path file, String name) throws IOException {
    Files.createDirectories(file.getParent());
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      ZipEntry entry = new ZipEntry(name + "/constants.pkl");
      entry.setTime(0); // The same bytes whenever it is written.
      zip.putNextEntry(entry);
    }
  }

  private NetworkSpec ship() throws IOException {
    archive(folder.resolve("shipped.pt"), "trunk");
    archive(folder.resolve("chm/shipped.pt"), "chm");
    return NetworkSpec.ship(spark.context(), RUN, options("shipped.pt", "chm/shipped.pt"));
  }

  /** Where a task has the trunk and the Hough matching network. */
  private static List<String> copiesOfATask(NetworkSpec networks) {
    return JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext())
        .parallelize(List.of(0), 1)
        .map(
            task ->
                new ArrayList<>(
                    List.of(networks.trunk().path().toString(), networks.chm().path().toString())))
        .first();
  }

  private NetworkOptions options(String trunk, String chm) {
    return new NetworkOptions(
        "storage:" + folder + "/" + trunk,
        "storage:" + folder + "/" + chm,
        Precision.FP32,
        DeviceChoice.CPU,
        NetworkOptions.BY_DEVICE);
  }

  @Test
  void twoArchivesOfOneNameAreBothShipped() throws IOException {
    NetworkSpec networks = ship();

    List<String> copies = copiesOfATask(networks);

    assertThat(Path.of(copies.get(0))).hasSameBinaryContentAs(folder.resolve("shipped.pt"));
    assertThat(Path.of(copies.get(1))).hasSameBinaryContentAs(folder.resolve("chm/shipped.pt"));
    assertThat(ship()).isEqualTo(networks);
  }

  @Test
  void anArchiveThatWasReplacedBetweenTwoRunsIsShippedAnew() throws IOException {
    NetworkSpec before = ship();
    archive(folder.resolve("chm/shipped.pt"), "other");

    NetworkSpec after =
        NetworkSpec.ship(spark.context(), RUN, options("shipped.pt", "chm/shipped.pt"));

    assertThat(Path.of(copiesOfATask(after).get(1)))
        .hasSameBinaryContentAs(folder.resolve("chm/shipped.pt"));
    assertThat(after.trunk()).isEqualTo(before.trunk());
    // A task of the first run that starts only now has what that run began with.
    assertThat(copiesOfATask(before).get(1)).isNotEqualTo(copiesOfATask(after).get(1));
  }

  @Test
  void anArchiveThatWasDeletedBeforeATaskFetchedItIsThere() throws IOException {
    archive(folder.resolve("deleted.pt"), "deleted");
    archive(folder.resolve("chm/deleted.pt"), "deleted too");
    byte[] bytes = Files.readAllBytes(folder.resolve("deleted.pt"));
    NetworkSpec networks =
        NetworkSpec.ship(spark.context(), RUN, options("deleted.pt", "chm/deleted.pt"));
    Files.delete(folder.resolve("deleted.pt"));

    assertThat(Path.of(copiesOfATask(networks).get(0))).hasBinaryContent(bytes);
  }

  @Test
  void anArchiveThatIsReplacedWhileItIsShippedIsRefused() throws IOException {
    archive(folder.resolve("shipped.pt"), "replaced");
    org.apache.hadoop.fs.Path file =
        spark.context().store().path("storage:" + folder + "/shipped.pt");

    assertThatThrownBy(
            () ->
                ShippedFiles.ship(
                    LocalSpark.session(), spark.context().store(), file, "0".repeat(64)))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot use %s: it is being replaced; give the same command again", file);
  }

  @Test
  void aTracedNetworkComputesAsItWasTraced() throws IOException {
    archive(folder.resolve("traced.pt"), "trunk");
    NetworkOptions options =
        new NetworkOptions(
            folder + "/traced.pt",
            null,
            Precision.AUTO,
            DeviceChoice.CPU,
            NetworkOptions.BY_DEVICE);

    assertThat(NetworkSpec.ship(spark.context(), RUN, options).precision())
        .isEqualTo(Precision.FP32);
  }

  @Test
  void anArchiveOfThisMachineIsNotShippedToItself() {
    assertThat(
            ModelFile.isShipped(LocalSpark.session(), new org.apache.hadoop.fs.Path("file:/a.pt")))
        .isFalse();
    assertThat(
            ModelFile.isShipped(
                LocalSpark.session(), new org.apache.hadoop.fs.Path("storage:/a.pt")))
        .isTrue();
  }
}
