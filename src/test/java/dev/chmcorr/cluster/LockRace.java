package dev.chmcorr.cluster;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.runfolder.RunLock;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;

/** One of two processes that take the same folders at the same moments. */
final class LockRace {
  private final Storage store;
  private final Path meeting;
  private final int number;

  private LockRace(Storage store, Path meeting, int number) {
    this.store = store;
    this.meeting = meeting;
    this.number = number;
  }

  /**
   * Takes them and says how each round went.
   *
   * @param arguments a folder of this machine to meet in, folder of the folders, rounds, 0 or 1
   */
  public static void main(String[] arguments) throws Exception {
    Configuration configuration = new Configuration();
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("fs."))
        .forEach(name -> configuration.set(name, System.getProperty(name)));
    LockRace race =
        new LockRace(
            new Storage(configuration), Path.of(arguments[0]), Integer.parseInt(arguments[3]));
    for (int round = 0; round < Integer.parseInt(arguments[2]); round++) {
      race.run(round, arguments[1] + "/" + round);
    }
  }

  @SuppressWarnings("SystemOut")
  private void run(int round, String folder) throws Exception {
    meet(round + "-start");
    try (RunLock lock = RunLock.acquire(store, store.path(folder))) {
      System.out.printf("round %d: begins%n", round);
      meet(round + "-tried");
      RunLock.demandHeld(store.path(folder));
      System.out.printf("round %d: holds it%n", round);
      meet(round + "-done");
    } catch (UserException e) {
      System.out.printf("round %d: %s%n", round, e.getMessage());
      leave(round + "-tried");
      leave(round + "-done");
    }
  }

  private void leave(String place) throws IOException {
    Path mine = meeting.resolve(place + "-" + number);
    if (!Files.exists(mine)) {
      Files.createFile(mine);
    }
  }

  /** Waits until the other is there too. */
  private void meet(String place) throws IOException, InterruptedException {
    leave(place);
    while (!Files.exists(meeting.resolve(place + "-" + (1 - number)))) {
      Thread.onSpinWait();
    }
  }
}
