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
      zip.putNextEntry(new ZipEntry(name + "/constants.pkl"));
    }
  }

  private NetworkSpec ship() throws IOException {
    archive(folder.resolve("shipped.pt"), "trunk");
    archive(folder.resolve("chm/shipped.pt"), "chm");
    return NetworkSpec.ship(
        spark.context(),
        RUN,
        new NetworkOptions(
            "storage:" + folder + "/shipped.pt",
            "storage:" + folder + "/chm/shipped.pt",
            Precision.FP32,
            DeviceChoice.CPU,
            NetworkOptions.BY_DEVICE));
  }

  @Test
  void twoArchivesOfOneNameCannotBothBeShipped() {
    assertThatThrownBy(() -> ship())
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot ship two archives of one name: --model storage:%s/shipped.pt, --chm storage:%s/chm/shipped.pt; rename one",
            folder, folder);
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

    assertThat(NetworkSpec.ship(spark.context(), RUN, options).precision()).isEqualTo(Precision.FP32);
  }

  @Test
  void anArchiveOfThisMachineIsNotShippedToItself() {
    assertThat(ModelFile.isShipped(LocalSpark.session(), new Path("file:/a.pt"))).isFalse();
    assertThat(ModelFile.isShipped(LocalSpark.session(), new Path("storage:/a.pt"))).isTrue();
  }
}
