package dev.chmcorr.job.sweep;

import dev.chmcorr.runfolder.RunRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How fast earlier runs were, by what they did: {@code embed}, and the names of methods. Of several
 * the one that did most counts, since the start of a run is slow.
 *
 * @param byWork what is known
 */
record Rates(Map<String, Rate> byWork) {
  static final String EMBED = "embed";

  /**
   * A speed.
   *
   * @param things images or pairs
   * @param seconds that they took
   */
  record Rate(double things, double seconds) {
    double perSecond() {
      return things / seconds;
    }
  }

  /** Those that records tell; their summaries may come from anybody. */
  static Rates of(List<RunRecord> records) {
    Map<String, Rate> rates = new HashMap<>();
    for (RunRecord record : records) {
      if (record.summary().get("stages") instanceof Map<?, ?> stages) {
        add(rates, EMBED, stages.get("embed"), "done");
        String method = record.parameters().get("method");
        if (method != null) {
          add(rates, method, stages.get("correspond"), "pairs");
        }
      }
    }
    return new Rates(rates);
  }

  private static void add(Map<String, Rate> rates, String work, Object stage, String things) {
    if (stage instanceof Map<?, ?> measured
        && measured.get(things) instanceof Number count
        && measured.get("wall_seconds") instanceof Number seconds
        && count.doubleValue() > 0
        && seconds.doubleValue() > 0) {
      rates.merge(
          work,
          new Rate(count.doubleValue(), seconds.doubleValue()),
          (one, other) -> one.things() >= other.things() ? one : other);
    }
  }

  /** These, and others of what they lack. */
  Rates or(Rates others) {
    Map<String, Rate> all = new HashMap<>(others.byWork());
    all.putAll(byWork);
    return new Rates(all);
  }

  boolean has(String work) {
    return byWork.containsKey(work);
  }

  /** Seconds that so many things take; null if that is not known, 0 for none. */
  Double seconds(String work, long things) {
    Rate rate = byWork.get(work);
    return things == 0 ? Double.valueOf(0) : rate == null ? null : things / rate.perSecond();
  }
}
