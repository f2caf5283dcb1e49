package dev.chmcorr.bench.results;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The table of the README: a row per subject, a column per kind of machine. */
public final class ResultTable {
  private static final String NOTHING = "-";
  private static final List<Kind> COLUMNS = List.of(Kind.AMX, Kind.AVX512, Kind.AVX2);

  private ResultTable() {}

  /**
   * As Markdown.
   *
   * @param results of each kind, as far as there are any
   */
  public static List<String> lines(Map<Kind, Results> results) {
    List<Kind> kinds = new ArrayList<>(COLUMNS);
    results.keySet().stream().filter(kind -> !COLUMNS.contains(kind)).forEach(kinds::add);
    List<String> lines = new ArrayList<>();
    lines.add(line("ours / theirs = ratio", kinds.stream().map(Kind::title).toList()));
    lines.add("|---".repeat(kinds.size() + 1) + "|");
    for (String subject : subjects(kinds, results)) {
      lines.add(line(subject, kinds.stream().map(k -> cell(results.get(k), subject)).toList()));
    }
    return lines;
  }

  private static Set<String> subjects(List<Kind> kinds, Map<Kind, Results> results) {
    Set<String> subjects = new LinkedHashSet<>();
    for (Kind kind : kinds) {
      if (results.containsKey(kind)) {
        results.get(kind).rows().forEach(row -> subjects.add(row.subject()));
      }
    }
    return subjects;
  }

  private static String cell(Results results, String subject) {
    return results == null ? NOTHING : results.row(subject).map(Measured::summary).orElse(NOTHING);
  }

  private static String line(String first, List<String> cells) {
    return "| " + first + " | " + String.join(" | ", cells) + " |";
  }
}
