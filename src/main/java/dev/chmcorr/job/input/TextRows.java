package dev.chmcorr.job.input;

import dev.chmcorr.image.ImageNames;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;

/**
 * A list of lines: a path, blanks, and a class without blanks; or a path alone. Where the first
 * line has a tab or a comma, a list with columns.
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
    ListRows other = otherwise();
    return other == null ? List.of("path", "class") : other.columns();
  }

  @Override
  public void forEach(List<String> wanted, Sink rows) throws IOException {
    ListRows other = otherwise();
    if (other != null) {
      other.forEach(wanted, rows);
      return;
    }
    text.read(
        in -> {
          long line = 0;
          for (String next = in.readLine(); next != null; next = in.readLine()) {
            line++;
            if (!next.isBlank()) {
              accept(line, next.strip(), rows);
            }
          }
          return null;
        });
  }

  private void accept(long line, String content, Sink rows) {
    String[] words = content.split("\\s+(?=\\S+$)", 2);
    boolean isLabelled = words.length == 2 && !names.isImage(content);
    String path = isLabelled ? words[0] : content;
    String className = isLabelled ? words[1] : null;
    rows.accept(
        line,
        column ->
            switch (column) {
              case "path" -> path;
              case "class" -> className;
              default -> null;
            });
  }

  private ListRows otherwise() throws IOException {
    String first = text.read(TextRows::firstLine);
    if (first.indexOf('\t') >= 0) {
      return new CsvRows(text, '\t', names);
    }
    return first.indexOf(',') >= 0 ? new CsvRows(text, ',', names) : null;
  }

  private static String firstLine(BufferedReader in) throws IOException {
    String line = in.readLine();
    while (line != null && line.isBlank()) {
      line = in.readLine();
    }
    return line == null ? "" : line;
  }
}
