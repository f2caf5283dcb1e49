package dev.chmcorr.job.rescore;

import dev.chmcorr.chm.AttentionScoring;
import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.table.Setting;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The values that are combined with one another. Each list is ascending; null stands for what the
 * run's own setting has.
 *
 * @param n candidates re-ranked per query
 * @param k votes; more than a value of n are left out with that
 * @param t attention thresholds
 * @param axes similarity maps
 * @param parts how many of the most similar cells count
 */
public record ValueGrid(
    List<Integer> n, List<Integer> k, List<Double> t, List<Axes> axes, List<Integer> parts) {

  /**
   * Finds what makes no sense, as far as it can be told without the run.
   *
   * @param masks as {@link RescoreOptions} has them
   */
  void check(List<String> masks) {
    if (n != null && k != null) {
      checkVotes();
    }
    if (!masks.contains(RescoreOptions.ATTENTION)) {
      refuseWithoutAttention("--T", t);
      refuseWithoutAttention("--parts", parts);
    }
  }

  private static void refuseWithoutAttention(String option, List<?> values) {
    if (values != null) {
      throw new UserException(
          "Unsupported %s: with --mask no attention is weighed; --mask attention,FILE scores both ways"
              .formatted(option));
    }
  }

  private void checkVotes() {
    int most = Collections.max(n);
    for (int votes : k) {
      if (votes > most) {
        throw new UserException(
            "Invalid --K: %d (must be 1..%d, the %svalue of --N)"
                .formatted(votes, most, n.size() == 1 ? "" : "largest "));
      }
    }
  }

  /** The same with the number of parts that {@code rerank} takes, if none is given. */
  ValueGrid withParts() {
    return parts == null ? new ValueGrid(n, k, t, axes, List.of(AttentionScoring.TOP)) : this;
  }

  /** Whether a setting of the run is needed to complete it. */
  boolean isWhole() {
    return n != null && k != null && t != null && axes != null;
  }

  /** The same with the values of a setting where none are given. */
  ValueGrid or(Setting last) {
    ValueGrid whole =
        new ValueGrid(
            n == null ? List.of(last.n()) : n,
            k == null ? List.of(last.k()) : k,
            t == null ? List.of(last.t()) : t,
            axes == null ? List.of(last.axes()) : axes,
            parts);
    whole.checkVotes();
    return whole;
  }

  /** What {@link #or} adds, as options. */
  String added(Setting last) {
    List<String> options = new ArrayList<>();
    add(options, "--N", n, last.n());
    add(options, "--K", k, last.k());
    add(options, "--T", t, last.t());
    add(options, "--axes", axes, Texts.lowerCase(last.axes()));
    return String.join(" ", options);
  }

  private static void add(List<String> options, String option, List<?> given, Object value) {
    if (given == null) {
      options.add(option + " " + value);
    }
  }

  /** Pairs of N and K that are left out, since more would vote than are candidates. */
  List<String> leftOut() {
    List<String> leftOut = new ArrayList<>();
    for (int candidates : n) {
      k.stream()
          .filter(votes -> votes > candidates)
          .forEach(votes -> leftOut.add("--N %d --K %d".formatted(candidates, votes)));
    }
    return leftOut;
  }
}
