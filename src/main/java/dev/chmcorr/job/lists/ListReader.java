package dev.chmcorr.job.lists;

import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.UserException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;

/** Takes out of a list's rows what they say of the images of one set. */
public final class ListReader {
  private static final int MAX_SPLITS_SHOWN = 10;

  private final Path list;
  private final InputOptions options;
  private final Split set;

  /**
   * @param list its path, for messages
   * @param set whose rows are read
   */
  public ListReader(Path list, InputOptions options, Split set) {
    this.list = list;
    this.options = options;
    this.set = set;
  }

  /**
   * What was read.
   *
   * @param columns that were taken; null where there is none
   * @param entries at least one
   */
  public record Read(Columns columns, List<ListEntry> entries) {}

  /** Names of columns; {@code label} and {@code split} may be null. */
  public record Columns(String path, String label, String split) {
    List<String> all() {
      return Stream.of(path, label, split).filter(Objects::nonNull).toList();
    }

    public String text() {
      return "paths from %s, %s"
          .formatted(path, label == null ? "no classes" : "classes from " + label);
    }
  }

  public Read read(ListRows rows) throws IOException {
    Columns columns = columns(rows.columns());
    String wanted = options.lists().rows(set);
    List<ListEntry> entries = new ArrayList<>();
    Map<String, Long> splits = new TreeMap<>();
    rows.forEach(
        columns.all(),
        (line, value) -> {
          String split = columns.split() == null ? null : value.apply(columns.split());
          if (columns.split() != null) {
            splits.merge(split == null ? "" : split.strip(), 1L, Long::sum);
          }
          if (wanted == null || (split != null && wanted.equals(split.strip()))) {
            entries.add(entry(line, columns, value));
          }
        });
    checkSplits(set, list, wanted, splits);
    if (entries.isEmpty()) {
      throw unusable("it is empty");
    }
    return new Read(columns, entries);
  }

  private Columns columns(List<String> there) {
    String path = chosen(there, ColumnNames.PATH, options.columns().path());
    if (path == null) {
      throw unusable(
          "no column is called path, file or the like (it has %s); name it by --path-column"
              .formatted(names(there)));
    }
    List<String> others = there.stream().filter(column -> !column.equals(path)).toList();
    String split = ColumnNames.SPLIT.findIfClear(others);
    if (split == null && options.lists().rows(set) != null) {
      throw unusable(
          "%s %s needs a column split; it has %s"
              .formatted(ListOptions.rowsOption(set), options.lists().rows(set), names(there)));
    }
    return new Columns(path, chosen(others, ColumnNames.LABEL, options.columns().label()), split);
  }

  private String chosen(List<String> there, ColumnNames common, String given) {
    if (given == null) {
      return common.find(list, there);
    }
    return there.stream()
        .filter(column -> ColumnNames.isCalled(column, given))
        .findFirst()
        .orElseThrow(
            () ->
                unusable(
                    "it has no column %s (%s), it has %s"
                        .formatted(given, common.option(), names(there))));
  }

  private ListEntry entry(long line, Columns columns, UnaryOperator<String> value) {
    String path = value.apply(columns.path());
    if (path == null || path.isBlank()) {
      throw unusable(
          "%s has no %s"
              .formatted(new ListEntry(list.getName(), line, path, null).where(), columns.path()));
    }
    String label = columns.label() == null ? null : value.apply(columns.label());
    // Kaggle's list of ImageNet's validation set has boxes after the class.
    boolean isPrediction =
        label != null && ColumnNames.isCalled(columns.label(), "predictionstring");
    String className =
        label == null || label.isBlank()
            ? null
            : isPrediction ? label.strip().split("\\s", 2)[0] : label.strip();
    return new ListEntry(list.getName(), line, path.strip(), className);
  }

  /** Makes sure that one split of a list or table is meant. */
  public static void checkSplits(Split set, Path list, String wanted, Map<String, Long> splits) {
    boolean isMissing = wanted != null && !splits.containsKey(wanted);
    if (isMissing || (wanted == null && splits.size() > 1)) {
      throw new UserException(
          "Cannot use %s: it has the splits %s; %s"
              .formatted(
                  list,
                  shown(splits),
                  isMissing
                      ? "%s %s is none of them".formatted(ListOptions.rowsOption(set), wanted)
                      : "choose one by " + ListOptions.rowsOption(set)));
    }
  }

  private static String shown(Map<String, Long> splits) {
    List<String> shown =
        splits.entrySet().stream()
            .limit(MAX_SPLITS_SHOWN)
            .map(split -> "%s (%d)".formatted(ListFormat.shown(split.getKey()), split.getValue()))
            .toList();
    return String.join(", ", shown) + (splits.size() > MAX_SPLITS_SHOWN ? ", ..." : "");
  }

  private static String names(List<String> columns) {
    return ListFormat.shown(String.join(", ", columns));
  }

  private UserException unusable(String why) {
    return new UserException("Cannot read list %s: %s".formatted(list, why));
  }
}
