package dev.chmcorr.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.chmcorr.domain.UserException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;

/**
 * Breaks files at random, the same way at every run, and holds readers to this: a value or a {@link
 * UserException} of one line, and memory within a bound that is far above a sound file's.
 */
public final class Mutations {
  private static final long MOST_BYTES = 32L << 20;

  private Mutations() {}

  /** Reads a broken file to the end. */
  @FunctionalInterface
  public interface Reader {
    void read(byte[] content) throws IOException;
  }

  /** Returns how many of the cases were refused; the others were read. */
  public static int refused(byte[] sound, int cases, long seed, Reader reader) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int refused = 0;
    for (int i = 0; i < cases; i++) {
      byte[] broken = mutate(sound, new Random(seed + i));
      long before = threads.getCurrentThreadAllocatedBytes();
      try {
        reader.read(broken);
      } catch (UserException e) {
        refused++;
        assertThat(e.getMessage())
            .startsWith("Cannot read ")
            .doesNotContain("\n")
            .doesNotEndWith("null");
      }
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertThat(allocated)
          .as("bytes allocated in case %d of seed %d", i, seed)
          .isLessThan(MOST_BYTES + 20L * sound.length);
    }
    return refused;
  }

  private static byte[] mutate(byte[] sound, Random random) {
    if (random.nextInt(4) == 0) {
      return Arrays.copyOf(sound, random.nextInt(sound.length));
    }
    byte[] broken = sound.clone();
    for (int i = random.nextInt(6); i >= 0; i--) {
      int at = random.nextInt(broken.length);
      switch (random.nextInt(4)) {
        case 0 -> broken[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> broken[at] = (byte) random.nextInt(256);
        case 2 -> Arrays.fill(broken, at, Math.min(at + 8, broken.length), (byte) -1);
        default -> {
          int from = random.nextInt(broken.length);
          int length = Math.min(random.nextInt(64), broken.length - Math.max(at, from));
          System.arraycopy(sound, from, broken, at, length);
        }
      }
    }
    return broken;
  }
}
