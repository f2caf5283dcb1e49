package dev.chmcorr.job.run;

import dev.chmcorr.domain.Texts;
import dev.chmcorr.job.console.Console;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where a run's time went, stage by stage, as a person reads it and as {@code _run.json} has it.
 */
public record StageTable(List<StageMeter> stages) {
  private static final List<Metric> OF_SLOTS =
      List.of(Metric.LOAD, Metric.WAIT, Metric.INFER, Metric.MATCH, Metric.SCORE, Metric.WRITE);
  private static final List<Metric> BESIDE = List.of(Metric.READ, Metric.DECODE);
  private static final double MEGA = 1e6;

  /** Stages that had nothing to do are left out. */
  public static StageTable of(StageMeter... stages) {
    return new StageTable(List.of(stages).stream().filter(s -> s.wallSeconds() > 0).toList());
  }

  public Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>();
    stages.forEach(stage -> summary.put(stage.stage(), stage.summary()));
    return summary;
  }

  public void print(Console console) {
    lines().forEach(console::note);
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (stages.isEmpty()) {
      return lines;
    }
    lines.add("Seconds by stage: wall clock; of all task slots together; of threads beside them");
    StringBuilder head = new StringBuilder(cell("")).append(cell("wall")).append(" |");
    OF_SLOTS.forEach(measure -> head.append(cell(measure.text())));
    head.append(cell("idle")).append(" |");
    BESIDE.forEach(measure -> head.append(cell(measure.text())));
    lines.add(head.toString());
    stages.forEach(stage -> lines.add(times(stage)));
    stages.stream().map(StageTable::counts).filter(s -> !s.isEmpty()).forEach(lines::add);
    return lines;
  }

  private static String times(StageMeter stage) {
    StringBuilder line =
        new StringBuilder(String.format(Locale.ROOT, "%10s", stage.stage()))
            .append(cell(stage.wallSeconds()))
            .append(" |");
    OF_SLOTS.forEach(measure -> line.append(cell(stage.seconds(measure))));
    line.append(cell(stage.idleSeconds())).append(" |");
    BESIDE.forEach(measure -> line.append(cell(stage.seconds(measure))));
    return line.toString();
  }

  private static String counts(StageMeter stage) {
    List<String> parts = new ArrayList<>();
    if (stage.count(Metric.IMAGES_READ) > 0) {
      parts.add(
          String.format(
              Locale.ROOT,
              "%s (%.1f MB) read, %d failed",
              Texts.count(stage.count(Metric.IMAGES_READ), "image"),
              stage.count(Metric.BYTES_READ) / MEGA,
              stage.count(Metric.IMAGES_FAILED)));
    }
    if (stage.count(Metric.PAIRS) > 0) {
      parts.add(
          String.format(
              Locale.ROOT,
              "%s compared; candidates' features %s in the cache, %s computed",
              Texts.count(stage.count(Metric.PAIRS), "pair"),
              Texts.count(stage.count(Metric.CACHE_HITS), "time"),
              Texts.count(stage.count(Metric.CACHE_MISSES), "time")));
    }
    return parts.isEmpty() ? "" : stage.stage() + ": " + String.join("; ", parts);
  }

  private static String cell(double seconds) {
    return seconds < 0.05 ? cell("-") : String.format(Locale.ROOT, "%8.1f", seconds);
  }

  private static String cell(String text) {
    return String.format(Locale.ROOT, text.isEmpty() ? "%10s" : "%8s", text);
  }
}
