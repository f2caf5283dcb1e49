package dev.chmcorr.bench.results;

import java.util.ArrayList;
import java.util.List;

/** What differs between two results by more than the rounds of each differ among themselves. */
public final class Comparison {
  private final Results old;
  private final Results recent;

  public Comparison(Results old, Results recent) {
    this.old = old;
    this.recent = recent;
  }

  /** For people, line by line. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("old: " + old.source());
    lines.add("new: " + recent.source());
    if (!old.machine().equals(recent.machine())) {
      lines.add("not the same machine or libraries: only ratios compare");
    }
    if (old.rounds() < 2 || recent.rounds() < 2) {
      lines.add("a single round has no spread: any difference counts as a change");
    }
    List<String> changes = changes();
    lines.addAll(changes.isEmpty() ? List.of("no change beyond the spread") : changes);
    return lines;
  }

  private List<String> changes() {
    List<String> changes = new ArrayList<>();
    for (Measured before : old.rows()) {
      recent
          .row(before.subject())
          .ifPresentOrElse(
              now -> compare(before, now, changes),
              () -> changes.add(before.subject() + ": not in the new results"));
    }
    for (Measured now : recent.rows()) {
      if (old.row(now.subject()).isEmpty()) {
        changes.add(now + " (not in the old results)");
      }
    }
    return changes;
  }

  private static void compare(Measured before, Measured now, List<String> changes) {
    String subject = before.subject();
    add(subject + ", ours", before.ours(), now.ours(), changes);
    if (before.theirs() == null || now.theirs() == null) {
      return;
    }
    add(subject + ", theirs", before.theirs(), now.theirs(), changes);
    if (!ratio(before).overlaps(ratio(now))) {
      changes.add(
          "%s, ratio: %s -> %s x"
              .formatted(
                  subject, Figure.threeDigits(before.ratio()), Figure.threeDigits(now.ratio())));
    }
  }

  private static void add(String what, Figure before, Figure now, List<String> changes) {
    if (!before.overlaps(now)) {
      double factor = before.median() / now.median();
      changes.add(
          "%s: %s -> %s, %s"
              .formatted(
                  what,
                  before,
                  now,
                  factor > 1
                      ? Figure.threeDigits(factor) + " x as fast"
                      : Figure.threeDigits(1 / factor) + " x as long"));
    }
  }

  /** From the worst to the best that the rounds allow. */
  private static Figure ratio(Measured row) {
    return new Figure(
        row.ratio(),
        row.theirs().low() / row.ours().high(),
        row.theirs().high() / row.ours().low());
  }
}
