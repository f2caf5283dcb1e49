package dev.chmcorr.job.rerank;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.runfolder.RunRecord;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;

/** In what a re-ranking differs from how its rankings were made: refused, unless it is accepted. */
final class Differences {
  /** What the name of an accepted difference begins with among the inputs of a record. */
  private static final String INPUT = "accepted_";

  private final Path rankings;
  private final Set<Difference> accepted;
  private final Map<Difference, String> found = new EnumMap<>(Difference.class);

  /**
   * @param rankings where they are
   * @param accepted what may differ
   */
  Differences(Path rankings, Set<Difference> accepted) {
    this.rankings = rankings;
    this.accepted = accepted;
  }

  /** What the earlier run of a folder accepted, by its record. */
  static Set<Difference> ofRecord(RunRecord record) {
    Set<Difference> accepted = EnumSet.noneOf(Difference.class);
    for (Difference kind : Difference.values()) {
      if (record.inputs().containsKey(INPUT + kind.text())) {
        accepted.add(kind);
      }
    }
    return accepted;
  }

  /**
   * Takes note of a difference.
   *
   * @param what differs, with both values
   * @throws UserException unless it is accepted
   */
  void found(Difference kind, String what) {
    if (!accepted.contains(kind)) {
      throw new UserException(
          "Cannot use the rankings in %s: %s; rank anew with knn, or go on with --accept-differences %s"
              .formatted(rankings, what, kind.text()));
    }
    found.merge(kind, what, (one, other) -> one + "; " + other);
  }

  /**
   * Says what was accepted.
   *
   * @param demanded what the user has asked to accept now
   * @throws UserException if there is no such difference
   */
  void settle(Console console, Set<Difference> demanded) {
    Set<String> unneeded = new TreeSet<>();
    demanded.stream()
        .filter(kind -> !found.containsKey(kind))
        .map(Difference::text)
        .forEach(unneeded::add);
    if (!unneeded.isEmpty()) {
      throw new UserException(
          "Invalid --accept-differences: %s (nothing of that kind differs from what %s says; leave it out)"
              .formatted(String.join(",", unneeded), rankings));
    }
    found.values().forEach(what -> console.warn("accepted: %s", what));
  }

  /** What was accepted, for the inputs of a record. */
  Map<String, String> inputs() {
    Map<String, String> inputs = new LinkedHashMap<>();
    found.forEach((kind, what) -> inputs.put(INPUT + kind.text(), what));
    return inputs;
  }
}
