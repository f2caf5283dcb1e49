package dev.chmcorr.domain;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a listing leaves out, so that it can be said: how many for each reason, with an example.
 * Grows while a part of a data set is listed; the parts are then added up.
 */
public final class PassedOver {
  /** Endings that are told apart; hostile names could have any number. */
  private static final int MAX_ENDINGS = 100;

  private static final int MAX_ENDING_LENGTH = 8;
  private static final int MAX_EXAMPLE = 200;

  /** Why a file is no image of the data set. */
  public enum Why {
    /** It, or a folder that it lies in, has a hidden name; hidden folders count too. */
    HIDDEN,
    /** Also named as an image: torchvision would number it. */
    HIDDEN_IMAGE,
    /** An image directly in the root. */
    NO_CLASS,
    /** Another image of a sample that has one already. */
    SECOND
  }

  /** So many files, of which one is an example. */
  public record Some(long count, String example) {
    private Some plus(Some more) {
      return new Some(count + more.count, example);
    }
  }

  private static final String ENDING = "ENDING ";

  private final Map<String, Some> byReason = new TreeMap<>();

  /** A file or folder, named within its data set. */
  public void add(Why why, String name) {
    add(why.name(), new Some(1, name));
  }

  /** A file whose ending is none that is listed. */
  public void addEnding(String name) {
    add(ENDING + ending(name), new Some(1, name));
  }

  /** What another part of the same data set leaves out. */
  public void add(PassedOver other) {
    other.byReason.forEach(this::add);
  }

  /**
   * What {@link #byReason} of another part says.
   *
   * @param reason as it stands there
   */
  public void add(String reason, Some some) {
    boolean known = byReason.containsKey(reason) || byReason.size() < MAX_ENDINGS;
    String key = known || !reason.startsWith(ENDING) ? reason : ENDING + "others";
    Some shown = new Some(some.count, Printable.of(some.example, MAX_EXAMPLE));
    byReason.merge(key, shown, Some::plus);
  }

  /** All there is, for the way from a task to the driver. */
  public Map<String, Some> byReason() {
    return byReason;
  }

  /** How many for a reason, or null if there are none. */
  public Some of(Why why) {
    return byReason.get(why.name());
  }

  /** How many for a reason. */
  public long count(Why why) {
    Some some = of(why);
    return some == null ? 0 : some.count;
  }

  /** How many by each ending, the commonest first; {@code none} for files without one. */
  public Map<String, Long> endings() {
    Map<String, Long> counts = new LinkedHashMap<>();
    byReason.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(ENDING))
        .sorted((a, b) -> Long.compare(b.getValue().count, a.getValue().count))
        .forEach(e -> counts.put(e.getKey().substring(ENDING.length()), e.getValue().count));
    return counts;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PassedOver passedOver && byReason.equals(passedOver.byReason);
  }

  @Override
  public int hashCode() {
    return byReason.hashCode();
  }

  private static String ending(String name) {
    String file = name.substring(name.lastIndexOf('/') + 1);
    int dot = file.lastIndexOf('.');
    String ending = dot < 0 ? "" : file.substring(dot + 1).toLowerCase(Locale.ROOT);
    if (ending.isEmpty()) {
      return "none";
    }
    boolean plain = ending.length() <= MAX_ENDING_LENGTH && ending.matches("[a-z0-9_]+");
    return plain ? "." + ending : "others";
  }
}
