package dev.chmcorr.job.lists;

import dev.chmcorr.image.folder.ImageNames;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A list of lines: a path, blanks, and a class without blanks; or a path alone. The first line may
 * name these. Where it has a tab or a comma, a list with columns.
 */
final class TextRows implements ListRows {
  private final ListFormat.Text text;
  private final ImageNames names;

  TextRows(ListFormat.Text text, ImageNames names) {
    this.text = text;
    this.names = names;
  }

  @Override
  public List<String> columns() throws IOException {
    List<String> first = text.read(TextRows::firstLines);
    ListRows other = otherwise(first.get(0));
    return other == null ? header(first).columns() : other.columns();
  }

  @Override
  public void forEach(List<String> wanted, Sink rows) throws IOException {
    List<String> first = text.read(TextRows::firstLines);
    ListRows other = otherwise(first.get(0));
    if (other != null) {
      other.forEach(wanted, rows);
      return;
    }
    TextHeader header = header(first);
    text.read(
        in -> {
          long line = 0;
          boolean isHeader = header.isThere();
          for (String next = in.readLine(); next != null; next = in.readLine()) {
            line++;
            if (!next.isBlank() && !isHeader) {
              rows.accept(line, values(next.strip(), header));
            }
            isHeader &= next.isBlank();
          }
          return null;
        });
  }

  private TextHeader header(List<String> firstLines) {
    return TextHeader.of(text, firstLines.get(0).strip(), firstLines.get(1).strip(), names);
  }

  /** What a line has in each column. */
  private UnaryOperator<String> values(String content, TextHeader header) {
    boolean isPathFirst = header.pathAt() == 0;
    String[] words = content.split(isPathFirst ? "\\s+(?=\\S+$)" : "\\s+", 2);
    boolean isPath = isPathFirst && (header.columns().size() == 1 || names.isImage(content));
    List<String> values =
        isPath
            ? List.of(content)
            : isPathFirst || words.length == 2 ? List.of(words) : List.of("", words[0]);
    return column -> {
      int at = header.columns().indexOf(column);
      return at >= 0 && at < values.size() ? values.get(at) : null;
    };
  }

  private ListRows otherwise(String first) {
    if (first.indexOf('\t') >= 0) {
      return new CsvRows(text, '\t', names);
    }
    return first.indexOf(',') >= 0 ? new CsvRows(text, ',', names) : null;
  }

  /** The first two that are not blank, or empty ones. */
  private static List<String> firstLines(BufferedReader in) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = in.readLine(); line != null && lines.size() < 2; line = in.readLine()) {
      if (!line.isBlank()) {
        lines.add(line);
      }
    }
    lines.addAll(List.of("", ""));
    return lines;
  }
}
