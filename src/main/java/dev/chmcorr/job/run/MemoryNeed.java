package dev.chmcorr.job.run;

import com.sun.management.OperatingSystemMXBean;
import dev.chmcorr.domain.UserException;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.SparkConf;

/**
 * What a command that runs on one machine may come to need of its memory, in mebibytes.
 *
 * @param heap at most
 * @param networks libtorch, networks and images, measured with two tasks and rounded up
 * @param cache features of candidates, outside the heap too
 * @param machine what there is, or what a container may have of it
 */
record MemoryNeed(long heap, long networks, long cache, long machine) {
  private static final long MEBIBYTE = 1 << 20;
  private static final long LIBRARIES = 768;
  private static final long PER_TASK = 256;
  private static final double GIBIBYTE = 1024;

  /**
   * The need of a command on this machine.
   *
   * @param cache for features, if the command has networks
   */
  static MemoryNeed here(SparkConf conf, OptionalInt cache) {
    long machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    long networks = cache.isPresent() ? LIBRARIES + PER_TASK * ThreadPlan.of(conf).tasks() : 0;
    return new MemoryNeed(
        Runtime.getRuntime().maxMemory() / MEBIBYTE, networks, cache.orElse(0), machine / MEBIBYTE);
  }

  /**
   * What a user should know before the command starts, if anything.
   *
   * @throws UserException if the heap alone is more than there is
   */
  Optional<String> warning() {
    if (heap > machine) {
      throw new UserException(
          "Cannot run with a heap of %s on a machine with %s of memory; give --driver-memory %dm before the command"
              .formatted(gibibytes(heap), gibibytes(machine), Math.max(1, machine / 2)));
    }
    long all = heap + networks + cache;
    return all <= machine
        ? Optional.empty()
        : Optional.of(
            "this may come to need %s of memory (heap %s, networks and images %s, --cache-mib %s) and there is %s: if it is killed or slow, give a smaller --driver-memory before the command, or a smaller --cache-mib"
                .formatted(
                    gibibytes(all),
                    gibibytes(heap),
                    gibibytes(networks),
                    gibibytes(cache),
                    gibibytes(machine)));
  }

  private static String gibibytes(long mebibytes) {
    return String.format(Locale.ROOT, "%.1f GiB", mebibytes / GIBIBYTE);
  }
}
