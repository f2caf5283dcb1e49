package dev.chmcorr.job.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutputPlaceTest {
  /** A file system that is not the local one, of any authority. */
  public static final class Remote extends RawLocalFileSystem {
    private URI uri;

    @Override
    public void initialize(URI name, Configuration configuration) throws IOException {
      super.initialize(name, configuration);
      uri = URI.create("remote://" + name.getAuthority());
    }

    @Override
    public URI getUri() {
      // Asked for before it is known.
      return uri == null ? super.getUri() : uri;
    }
  }

  @TempDir private Path folder;
  private OutputPlace place;
  private Storage store;

  @BeforeEach
  void images() throws IOException {
    Configuration configuration = new Configuration(false);
    configuration.setClass("fs.remote.impl", Remote.class, RawLocalFileSystem.class);
    store = new Storage(configuration);
    Files.createDirectories(folder.resolve("train/a"));
    Files.createDirectories(folder.resolve("elsewhere"));
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("train"));
    Files.createSymbolicLink(folder.resolve("train/b"), folder.resolve("elsewhere"));
    place = new OutputPlace(store).apartFrom("--train", folder + "/train").apartFrom("--val", null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train",
        "train/",
        "train/runs/x",
        "runs/../train/runs",
        "link",
        "link/runs",
        "elsewhere/x"
      })
  void aPlaceInTheImagesIsRefused(String out) {
    assertThatThrownBy(() -> place.refuseIn("--out", folder + "/" + out))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot write to --out file:" + folder + "/")
        .hasMessageEndingWith(
            ": it lies in --train file:%s/train, among what is read there; choose a place elsewhere",
            folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"runs", "train2", "trai", ".", "train-runs/train"})
  void aPlaceBesideThemIsNot(String out) {
    assertThatCode(() -> place.refuseIn("--out", folder + "/" + out)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "remote://nn/d/train, remote://nn/d/train/runs, true",
    "remote://nn/d/train, remote://nn/d/runs/../train, true",
    "remote://nn:9000/d/train, remote://nn/d/train/runs, true",
    "remote://nn:9000/d/train, remote://nn:9001/d/train/runs, false",
    "remote://nn/d/train, remote://other/d/train/runs, false",
    "remote://nn/d/train, remote://nn/d/train2, false",
    "remote://nn/d/train, file:/d/train/runs, false"
  })
  void onOtherFileSystemsToo(String images, String out, boolean refused) throws IOException {
    OutputPlace remote = new OutputPlace(store).apartFrom("--val", images);
    if (refused) {
      assertThatThrownBy(() -> remote.refuseIn("--unpack", out))
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith("Cannot write to --unpack remote://nn/d/train")
          .hasMessageContaining(": it lies in --val %s, ", images);
    } else {
      assertThatCode(() -> remote.refuseIn("--unpack", out)).doesNotThrowAnyException();
    }
  }

  @Test
  void aFolderAroundTheImagesIsRefused() {
    assertThatThrownBy(() -> place.refuseAround("--out", store.path(folder.toString())))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot write to --out file:%1$s: --train file:%1$s/train lies in it; choose a folder of its own",
            folder);
    assertThatCode(
            () ->
                new OutputPlace(store)
                    .apartFrom("--train", folder + "/run/_unpacked/x/part.tar")
                    .refuseAround("--out", store.path(folder + "/run"))
                    .refuseAround("--out", store.path(folder + "/train")))
        .doesNotThrowAnyException();
  }
}
