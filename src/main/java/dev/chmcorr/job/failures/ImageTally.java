package dev.chmcorr.job.failures;

import dev.chmcorr.table.Failure;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.MurmurHash3;
import org.apache.spark.SparkEnv;
import org.apache.spark.util.AccumulatorV2;

/**
 * Which images of a set have failed, as tasks tell. An image is counted once however often it is
 * tried, so that what Spark repeats, or runs twice, does not count. The threads of a task may share
 * it.
 */
public final class ImageTally extends AccumulatorV2<ImageTally.Outcome, ImageTally.Failures> {
  private static final long serialVersionUID = 1L;

  /** Images whose failures are told. */
  private static final int FIRST = 3;

  /**
   * How it went with one image.
   *
   * @param failure null if it is good
   */
  public record Outcome(String path, Failure failure) implements Serializable {}

  /**
   * What is known so far.
   *
   * @param anyGood whether an image of the set was good
   * @param failed hashes of the paths of images that were not
   * @param first some of these, with the reason
   */
  public record Failures(boolean anyGood, Set<Long> failed, List<String> first)
      implements Serializable {
    /** As Spark's user interface shows it. */
    @Override
    public String toString() {
      return String.valueOf(failed.size());
    }
  }

  private final long most;
  private final Set<Long> failed = ConcurrentHashMap.newKeySet();
  private final Queue<String> first = new ConcurrentLinkedQueue<>();
  private volatile boolean anyGood;

  /**
   * @param most failed images of interest: 8 bytes each are sent with every heartbeat
   */
  ImageTally(long most) {
    this.most = most;
  }

  /** Counts an image; its failure is null if it is good. */
  public void count(String path, Failure failure) {
    add(new Outcome(path, failure));
  }

  @Override
  public void add(Outcome outcome) {
    if (outcome.failure() == null) {
      anyGood = true;
    } else if (failed.size() < most) {
      failed.add(MurmurHash3.hash128x64(outcome.path().getBytes(StandardCharsets.UTF_8))[0]);
      note(words(outcome));
    }
  }

  private void note(String words) {
    if (first.size() < FIRST && !first.contains(words)) {
      first.add(words);
    }
  }

  private static String words(Outcome outcome) {
    Failure failure = outcome.failure();
    return "%s (%s%s: %s)"
        .formatted(outcome.path(), failure.reason().text(), where(), failure.message());
  }

  /** On a cluster, the machine: others may read the image. */
  private static String where() {
    SparkEnv here = SparkEnv.get();
    return here == null || here.executorId().equals("driver")
        ? ""
        : " on " + here.blockManager().blockManagerId().host();
  }

  @Override
  public boolean isZero() {
    return !anyGood && failed.isEmpty();
  }

  @Override
  public ImageTally copy() {
    ImageTally copy = new ImageTally(most);
    copy.merge(this);
    return copy;
  }

  @Override
  public void reset() {
    anyGood = false;
    failed.clear();
    first.clear();
  }

  @Override
  public void merge(AccumulatorV2<Outcome, Failures> other) {
    merge(other.value());
  }

  /** Adds what a task has told; telling it again changes nothing. */
  void merge(Failures others) {
    anyGood |= others.anyGood();
    failed.addAll(others.failed());
    others.first().forEach(this::note);
  }

  @Override
  public Failures value() {
    return new Failures(
        anyGood, Set.copyOf(failed), Stream.of(first.toArray(String[]::new)).toList());
  }
}
