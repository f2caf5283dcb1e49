package dev.chmcorr.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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
  private static final long PATIENCE_MILLISECONDS = 240_000;

  /** The same, striking so many times. */
  Fault times(int times) {
    return new Fault(kind, when, path, times, folder);
  }

  /** What {@link Submit#quick} needs so that all local files of the run lie on the faulty disk. */
  static String[] options(Fault... faults) {
    List<String> options = new ArrayList<>(List.of("fs.file.impl=" + FaultyDisk.class.getName()));
    for (int i = 0; i < faults.length; i++) {
      options.add(FaultyDisk.KIND + i + "=" + faults[i].kind);
      options.add(FaultyDisk.WHEN + i + "=" + faults[i].when);
      options.add(FaultyDisk.PATH + i + "=" + faults[i].path);
      options.add(FaultyDisk.TIMES + i + "=" + faults[i].times);
      options.add(FaultyDisk.FOLDER + i + "=" + faults[i].folder);
    }
    return options.stream()
        .flatMap(option -> Stream.of("--conf", "spark.hadoop." + option))
        .toArray(String[]::new);
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
