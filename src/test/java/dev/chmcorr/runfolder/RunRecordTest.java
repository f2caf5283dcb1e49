package dev.chmcorr.runfolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.Hostile;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunRecordTest {
  private final Storage store = new Storage(new Configuration());
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
  void runsOfEarlierVersionsWithALimitAmongTheirParametersGoOn() throws IOException {
    RunRecord.of("knn", "1", Map.of("k", "1", "max_pixels", "178956970")).claim(store, run());
    Files.createDirectories(folder.resolve("rankings"));

    assertThatThrownBy(() -> record("2").claim(store, run()))
        .hasMessageContaining("k was 1, is 2;")
        .hasMessageNotContaining("max_pixels");
    assertThatCode(() -> record("1").claim(store, run())).doesNotThrowAnyException();
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
  void whatAnEarlierRecordSaysSteersNoTerminal() throws IOException {
    record("\u001b[31m" + "9".repeat(1000)).claim(store, run());
    Files.createDirectories(folder.resolve("rankings"));

    assertThatThrownBy(() -> record("2").claim(store, run()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("k was ?[31m99999")
        .hasMessageContaining("9..., is 2");
  }

  @Test
  void aRunThatFailedBeforeItWroteAnythingBindsNothing() throws IOException {
    record("1").claim(store, run());

    assertThatCode(() -> record("2").claim(store, run())).doesNotThrowAnyException();
    assertThat(RunRecord.read(store, run()).parameters()).containsEntry("k", "2");
  }

  @Test
  void aRunThatWasKilledWhileItWroteTheRecordBindsNothing() throws IOException {
    Path half = folder.resolve("._run.json." + UUID.randomUUID() + ".tmp");
    Files.writeString(half, "{");

    record("1").claim(store, run());

    assertThat(RunRecord.read(store, run())).isEqualTo(record("1"));
    assertThat(half).doesNotExist();
  }

  @Test
  void aDamagedRecordIsNamed() throws IOException {
    Files.writeString(folder.resolve(RunRecord.FILE), "{");

    assertThatThrownBy(() -> record("1").claim(store, run()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Cannot read file:" + folder + "/_run.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "[]", "{}", "{\"parameters\": {}}", "{\"parameters\": {\"k\": []}}"})
  void aRecordThatIsNoneIsNamed(String json) throws IOException {
    assertDamaged(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void hostileRecordsAreNamed() throws IOException {
    assertDamaged("{\"a\":".repeat(100_000).getBytes(StandardCharsets.UTF_8));
    assertDamaged("\uffff\uffff".repeat(3).getBytes(Charset.forName("UTF-32LE")));
    assertDamaged(new byte[] {0, 0, -2, -1, 127, 127, 127, 127});
    assertDamaged(new byte[2 << 20]);
  }

  private void assertDamaged(byte[] json) throws IOException {
    Files.write(folder.resolve(RunRecord.FILE), json);
    String message =
        Hostile.read(
            Hostile.bound(json.length), UserException.class, () -> RunRecord.read(store, run()));
    assertThat(message)
        .startsWith("Cannot read file:%s/_run.json: it ".formatted(folder))
        .endsWith("; delete the folder or choose another --out");
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
  void ofTwoThatBeginAtOnceOneHasTheFolder() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 100; round++) {
        org.apache.hadoop.fs.Path run = store.path(folder + "/" + round);
        CyclicBarrier start = new CyclicBarrier(2);
        Callable<Optional<RunLock>> begin = () -> acquire(run, start);
        List<RunLock> locks = new ArrayList<>();
        for (Future<Optional<RunLock>> lock : threads.invokeAll(List.of(begin, begin))) {
          lock.get().ifPresent(locks::add);
        }
        locks.forEach(RunLock::close);
        assertThat(locks).as("round %d", round).hasSize(1);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private Optional<RunLock> acquire(org.apache.hadoop.fs.Path run, CyclicBarrier start)
      throws Exception {
    start.await();
    try {
      return Optional.of(RunLock.acquire(store, run));
    } catch (UserException e) {
      return Optional.empty();
    }
  }

  @Test
  void theLockOfADeadProcessIsTakenOver() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    Files.writeString(
        folder.resolve(RunLock.FILE),
        process.pid() + "@" + InetAddress.getLocalHost().getHostName());

    try (RunLock lock = RunLock.acquire(store, run())) {
      assertThat(Files.readString(folder.resolve(RunLock.FILE))).startsWith(self() + " ");
    }
  }

  /** A container that starts again has the host name and the process number of its last life. */
  @ParameterizedTest
  @ValueSource(strings = {"", " 00000000-0000-0000-0000-000000000000"})
  void theLockOfAnEarlierLifeIsTakenOverAtOnce(String life) throws Exception {
    Path file = Files.writeString(folder.resolve(RunLock.FILE), self() + life);

    try (RunLock lock = RunLock.acquire(store, run())) {
      RunLock.demandHeld(run());
      assertThat(Files.readString(file)).startsWith(self() + " ").isNotEqualTo(self() + life);
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void aFolderThatALaterLifeOfThisProcessTookIsLost() throws Exception {
    try (RunLock lock = RunLock.acquire(store, run())) {
      Path file = folder.resolve(RunLock.FILE);
      Files.writeString(file, self() + " 00000000-0000-0000-0000-000000000000");

      assertThatThrownBy(() -> RunLock.demandHeld(run()))
          .isInstanceOf(UserException.class)
          .hasMessageContaining(": process %s has taken it over", self());
    }
  }

  @Test
  void ofFoldersWithinEachOtherTheInnermostCounts() throws Exception {
    org.apache.hadoop.fs.Path inner = new org.apache.hadoop.fs.Path(run(), "inner");
    org.apache.hadoop.fs.Path table = new org.apache.hadoop.fs.Path(inner, "a/table");
    try (RunLock outerLock = RunLock.acquire(store, run());
        RunLock innerLock = RunLock.acquire(store, inner)) {
      Files.writeString(folder.resolve(RunLock.FILE), "1@elsewhere");
      RunLock.demandHeld(table);
      RunLock.demandHeld(run().getParent());

      assertThatThrownBy(() -> RunLock.demandHeld(new org.apache.hadoop.fs.Path(run(), "a/table")))
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith("Cannot go on in file:%s: process 1@elsewhere ", folder);
      Files.writeString(folder.resolve("inner/" + RunLock.FILE), "2@elsewhere");
      assertThatThrownBy(() -> RunLock.demandHeld(table))
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith("Cannot go on in file:%s/inner: process 2@elsewhere ", folder);
    }
  }

  private static String self() throws IOException {
    return ProcessHandle.current().pid() + "@" + InetAddress.getLocalHost().getHostName();
  }

  /** It may have stood still for an hour, as on a laptop that was asleep. */
  @Test
  void aLivingProcessKeepsItsLockHoweverOld() throws Exception {
    Process process = new ProcessBuilder("sleep", "60").start();
    try {
      Path file =
          Files.writeString(
              folder.resolve(RunLock.FILE),
              process.pid() + "@" + InetAddress.getLocalHost().getHostName());
      assertThatThrownBy(() -> RunLock.acquire(store, run()))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("process " + process.pid());
      // A process that began after the lock was last renewed only has its owner's number.
      Files.setLastModifiedTime(file, FileTime.fromMillis(0));
      RunLock.acquire(store, run()).close();
      assertThat(file).doesNotExist();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aLockThatAnotherHasTakenIsNotDeleted() throws Exception {
    Path file = folder.resolve(RunLock.FILE);
    RunLock lock = RunLock.acquire(store, run());
    Files.writeString(file, "1@elsewhere");

    lock.close();

    assertThat(file).hasContent("1@elsewhere");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage",
        "12x@here",
        "@",
        "1@",
        "99999999999999999999@here",
        "1@a\n2",
        "1@here x"
      })
  void aLockThatNamesNobodyIsLeftAlone(String pattern) throws Exception {
    String text = pattern.replace("here", InetAddress.getLocalHost().getHostName());
    Path file = Files.writeString(folder.resolve(RunLock.FILE), text);
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));

    assertThatThrownBy(() -> RunLock.acquire(store, run()))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot write to file:%s: file:%s does not say which process is at work there; delete it if you know that none is",
            folder, file);
    assertThat(file).hasContent(text);
  }

  /** A process that was killed between the two steps of taking it. */
  @Test
  void anEmptyLockIsTakenOverWhenItIsOld() throws Exception {
    Path file = Files.createFile(folder.resolve(RunLock.FILE));

    assertThatThrownBy(() -> RunLock.acquire(store, run()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(": another process has just begun there; ");
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    try (RunLock lock = RunLock.acquire(store, run())) {
      assertThat(file).isNotEmptyFile();
    }
  }

  @Test
  void onlyOurOwnFilesGoWithoutChecksums() throws Exception {
    try (RunLock lock = RunLock.acquire(store, run())) {
      record("1").write(store, run());
      assertThat(names()).containsExactlyInAnyOrder(RunLock.FILE, RunRecord.FILE);
      // What Spark writes tables through.
      store.system(run()).create(store.path(folder + "/part")).close();
    }
    assertThat(names()).containsExactlyInAnyOrder(RunRecord.FILE, "part", ".part.crc");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
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
