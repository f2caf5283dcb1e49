package dev.chmcorr.job.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.job.run.RunId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkSpecSparkTest {
  private static final RunId RUN = new RunId("run", List.of());

  @TempDir private java.nio.file.Path folder;
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
  private static void archive(java.nio.file.Path file, String name) throws IOException {
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

    assertThat(networks.trunk().path()).hasSameBinaryContentAs(folder.resolve("shipped.pt"));
    assertThat(networks.chm().path()).hasSameBinaryContentAs(folder.resolve("chm/shipped.pt"));
    assertThat(ship()).isEqualTo(networks);
  }

  @Test
  void anArchiveThatWasReplacedBetweenTwoRunsIsShippedAnew() throws IOException {
    NetworkSpec before = ship();
    archive(folder.resolve("chm/shipped.pt"), "other");

    NetworkSpec after =
        NetworkSpec.ship(spark.context(), RUN, options("shipped.pt", "chm/shipped.pt"));

    assertThat(after.chm().path()).hasSameBinaryContentAs(folder.resolve("chm/shipped.pt"));
    assertThat(after.trunk()).isEqualTo(before.trunk());
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
    assertThat(ModelFile.isShipped(LocalSpark.session(), new Path("file:/a.pt"))).isFalse();
    assertThat(ModelFile.isShipped(LocalSpark.session(), new Path("storage:/a.pt"))).isTrue();
  }
}
