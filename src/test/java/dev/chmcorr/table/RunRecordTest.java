package dev.chmcorr.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordTest {
  private final Store store = new Store(new Configuration());
  @TempDir private Path folder;

  private org.apache.hadoop.fs.Path run() {
    return store.path(folder.toString());
  }

  private static RunRecord record(String k) {
    return RunRecord.of("knn", "1", Map.of("k", k));
  }

  @Test
  void aFolderOfSomebodyElseIsLeftAlone() throws IOException {
    Path photo = folder.resolve("images/photo.jpg");
    Files.createDirectories(photo.getParent());
    Files.writeString(photo, "x");

    assertThatThrownBy(() -> record("1").claim(store, run()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("it holds images and was not made by chm-corr");
    assertThat(photo).exists();
  }

  @Test
  void tablesBindTheFolderToTheirParameters() throws IOException {
    record("1").claim(store, run());
    Files.createDirectories(folder.resolve("rankings"));

    assertThatCode(() -> record("1").claim(store, run())).doesNotThrowAnyException();
    assertThatThrownBy(() -> record("2").claim(store, run()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("k was 1, is 2");
  }

  @Test
  void aRunThatFailedBeforeItWroteAnythingBindsNothing() throws IOException {
    record("1").claim(store, run());

    assertThatCode(() -> record("2").claim(store, run())).doesNotThrowAnyException();
    assertThat(RunRecord.read(store, run()).parameters()).containsEntry("k", "2");
  }

  @Test
  void aDamagedRecordIsNamed() throws IOException {
    Files.writeString(folder.resolve(RunRecord.FILE), "{");

    assertThatThrownBy(() -> record("1").claim(store, run()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Cannot read file:" + folder + "/_run.json");
  }

  @Test
  void onlyOneProcessHasAFolder() throws IOException {
    try (RunLock lock = RunLock.acquire(store, run())) {
      assertThatThrownBy(() -> RunLock.acquire(store, run()))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid() + "@");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theLockOfADeadProcessIsTakenOver() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    Files.writeString(
        folder.resolve(RunLock.FILE),
        process.pid() + "@" + InetAddress.getLocalHost().getHostName());

    try (RunLock lock = RunLock.acquire(store, run())) {
      assertThat(folder.resolve(RunLock.FILE))
          .hasContent(
              ProcessHandle.current().pid() + "@" + InetAddress.getLocalHost().getHostName());
    }
  }

  @Test
  void aFileIsNeverWrittenIntoAFolderOfItsName() throws IOException {
    Files.createDirectories(folder.resolve("out.pt"));

    assertThatThrownBy(() -> store.writeWhole(store.path(folder + "/out.pt"), out -> out.write(1)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("it is a folder");
    assertThat(folder.resolve("out.pt")).isEmptyDirectory();
  }
}
