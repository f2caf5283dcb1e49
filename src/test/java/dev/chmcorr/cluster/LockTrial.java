package dev.chmcorr.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.runfolder.RunLock;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;

/** What a run folder's lock has to hold on every storage. */
final class LockTrial {
  private LockTrial() {}

  /**
   * Two processes that reach for one folder at once, again and again.
   *
   * @param folder of this machine for what they write there
   * @param folders URI of the folders that they reach for
   * @param options for their JVMs; file systems are set by those that begin with {@code -Dfs.}
   * @param jars more of their class path
   */
  static void assertOneOfTwoHasAFolder(
      Path folder, String folders, int rounds, List<String> options, String... jars)
      throws Exception {
    Path meeting = Files.createTempDirectory(folder, "race-");
    List<String> arguments = new ArrayList<>(options);
    String classes = "target/test-classes:target/chm-corr.jar:" + StandaloneCluster.jars();
    arguments.addAll(List.of("-cp", String.join(":", classes, String.join(":", jars))));
    arguments.addAll(List.of("dev.chmcorr.cluster.LockRace", meeting.toString(), folders));
    try (Daemon first = race(meeting, arguments, rounds, 0);
        Daemon second = race(meeting, arguments, rounds, 1)) {
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

  private static Daemon race(Path meeting, List<String> arguments, int rounds, int number)
      throws IOException {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of(rounds + "", number + ""));
    return Daemon.java("race-" + number, meeting, Map.of(), all);
  }

  /**
   * A lock that its owner has open on HDFS, as whenever it renews it, and as one that is killed
   * then leaves it. It counts, with the owner's name or without; when it is old it is taken over.
   */
  static void assertALockThatIsBeingWrittenCounts(HdfsCluster hdfs) throws Exception {
    assertCounts(hdfs, "", "another process has just begun there");
    assertCounts(hdfs, "1@elsewhere", "process 1@elsewhere is at work there");
  }

  private static void assertCounts(HdfsCluster hdfs, String name, String why) throws Exception {
    Storage store = new Storage(new Configuration());
    org.apache.hadoop.fs.Path run = store.path(hdfs.url() + "/open" + name.length());
    org.apache.hadoop.fs.Path lock = new org.apache.hadoop.fs.Path(run, "_lock");
    try (FileSystem owner = FileSystem.newInstance(URI.create(hdfs.url()), new Configuration())) {
      FSDataOutputStream open = owner.create(lock);
      open.write(name.getBytes(StandardCharsets.UTF_8));
      open.hflush();

      assertThatThrownBy(() -> RunLock.acquire(store, run))
          .isInstanceOf(UserException.class)
          .hasMessageContaining(why);
      assertThat(owner.exists(lock)).isTrue();

      owner.setTimes(lock, 0, -1);
      RunLock.acquire(store, run).close();
      assertThat(owner.exists(lock)).isFalse();
      assertThatThrownBy(open::close).hasMessageContaining("File does not exist");
    }
  }
}
