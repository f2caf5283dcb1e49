package dev.chmcorr.cluster;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * A fault of the disk that a run will meet ({@link FaultyDisk}).
 *
 * @param kind what it does
 * @param when {@code open} or {@code create}
 * @param path expression that the whole path of a file has to match
 * @param times how often it strikes, over all processes
 * @param folder where strikes are counted, new and empty
 */
record Fault(FaultyDisk.Kind kind, String when, String path, int times, Path folder) {
  private static final long PATIENCE_MILLISECONDS = 90_000;

  /** The same, striking so many times. */
  Fault times(int times) {
    return new Fault(kind, when, path, times, folder);
  }

  /** What spark-submit needs so that all local files of the run lie on the faulty disk. */
  String[] options() throws URISyntaxException {
    String classes =
        Path.of(FaultyDisk.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toAbsolutePath()
            .toString();
    return new String[] {
      "--conf", "spark.driver.extraClassPath=" + classes,
      "--conf", "spark.executor.extraClassPath=" + classes,
      "--conf", "spark.hadoop.fs.file.impl=" + FaultyDisk.class.getName(),
      "--conf", "spark.hadoop." + FaultyDisk.KIND + "=" + kind,
      "--conf", "spark.hadoop." + FaultyDisk.WHEN + "=" + when,
      "--conf", "spark.hadoop." + FaultyDisk.PATH + "=" + path,
      "--conf", "spark.hadoop." + FaultyDisk.TIMES + "=" + times,
      "--conf", "spark.hadoop." + FaultyDisk.FOLDER + "=" + folder
    };
  }

  /** Waits until it strikes, for the i-th time counted from 0; gives the process that it struck. */
  ProcessHandle await(int strike, Submit.Running run) throws IOException, InterruptedException {
    Path link = folder.resolve("strike-" + strike);
    long end = System.currentTimeMillis() + PATIENCE_MILLISECONDS;
    while (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
      if (System.currentTimeMillis() > end || !run.process().isAlive()) {
        throw new IllegalStateException(
            "The fault was not met; the run's output:\n" + run.output());
      }
      Thread.sleep(20);
    }
    return ProcessHandle.of(Long.parseLong(Files.readSymbolicLink(link).toString())).orElseThrow();
  }

  /** Whether it has struck as often as it should. */
  boolean isSpent() {
    return Files.exists(folder.resolve("strike-" + (times - 1)), LinkOption.NOFOLLOW_LINKS);
  }

  /** Lets those go on that it holds up. */
  void release() throws IOException {
    Files.createFile(folder.resolve("released"));
  }
}
