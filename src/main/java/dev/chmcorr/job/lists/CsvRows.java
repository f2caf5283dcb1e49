package dev.chmcorr.job.lists;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.UnescapedQuoteHandling;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.folder.ImageNames;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A list with columns that a sign separates. Its first line names them; without that, one of two
 * columns must have names of images.
 */
final class CsvRows implements ListRows {
  private static final int MAX_COLUMNS = 10_000;
  private static final int MAX_FIELD = 1 << 20;

  private final ListFormat.Text text;
  private final char separator;
  private final ImageNames names;

  CsvRows(ListFormat.Text text, char separator, ImageNames names) {
    this.text = text;
    this.separator = separator;
    this.names = names;
  }

  /**
   * The first line of a list.
   *
   * @param columns their names
   * @param isRow whether it names them itself or is an image's row
   */
  private record Header(List<String> columns, boolean isRow) {}

  @Override
  public List<String> columns() throws IOException {
    return text.read(in -> parse(in, null)).columns();
  }

  @Override
  public void forEach(List<String> wanted, Sink rows) throws IOException {
    text.read(in -> parse(in, rows));
  }

  private Header parse(BufferedReader in, Sink rows) throws IOException {
    CsvParser parser = new CsvParser(settings(in));
    try {
      parser.beginParsing(in);
      String[] first = parser.parseNext();
      if (first == null) {
        throw text.unusable("it is empty");
      }
      Header header = header(first);
      if (rows != null) {
        String[] row = header.isRow() ? first : parser.parseNext();
        for (; row != null; row = parser.parseNext()) {
          accept(parser.getContext().currentLine(), row, header.columns(), rows);
        }
      }
      return header;
    } catch (TextParsingException | IllegalStateException e) {
      throw failed(e);
    } finally {
      parser.stopParsing();
    }
  }

  private void accept(long line, String[] row, List<String> columns, Sink rows) {
    if (row.length > columns.size()) {
      throw text.unusable(
          line,
          "it has %d columns, the first line has %d; put fields with a separator in quotes"
              .formatted(row.length, columns.size()));
    }
    rows.accept(
        line,
        column -> {
          int at = columns.indexOf(column);
          return at >= 0 && at < row.length ? row[at] : null;
        });
  }

  private RuntimeException failed(RuntimeException e) throws IOException {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof CharacterCodingException encoding) {
        throw encoding;
      }
      if (cause instanceof UserException user) {
        return user;
      }
    }
    return e instanceof TextParsingException parsing
        ? text.unusable(
            "near line %d: a field is longer than %d characters, or there are more than %d columns; is a quote not closed?"
                .formatted(parsing.getLineIndex() + 1, MAX_FIELD, MAX_COLUMNS),
            e)
        : e;
  }

  private CsvParserSettings settings(BufferedReader in) throws IOException {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setDelimiter(separator == ',' ? separator(in) : separator);
    // A line that begins with # is one like any other.
    settings.getFormat().setComment('\0');
    settings.setLineSeparatorDetectionEnabled(true);
    settings.setReadInputOnSeparateThread(false);
    settings.setMaxColumns(MAX_COLUMNS);
    settings.setMaxCharsPerColumn(MAX_FIELD);
    settings.setUnescapedQuoteHandling(UnescapedQuoteHandling.STOP_AT_DELIMITER);
    if (separator == '\t') {
      settings.getFormat().setQuote('\0');
    }
    return settings;
  }

  /** Where commas stand for decimal points, spreadsheets separate columns by semicolons. */
  private static char separator(BufferedReader in) throws IOException {
    int most = 1 << 12;
    in.mark(most);
    char[] start = new char[most];
    int length = Math.max(0, in.read(start));
    in.reset();
    String first = new String(start, 0, length).lines().findFirst().orElse("");
    if (first.indexOf(',') >= 0) {
      return ',';
    }
    return first.indexOf(';') >= 0 ? ';' : first.indexOf('\t') >= 0 ? '\t' : ',';
  }

  private Header header(String[] first) {
    List<Integer> images = new ArrayList<>();
    for (int i = 0; i < first.length; i++) {
      if (first[i] != null && names.isImage(first[i])) {
        images.add(i);
      }
    }
    if (images.isEmpty()) {
      return new Header(Arrays.stream(first).map(name -> name == null ? "" : name).toList(), false);
    }
    if (first.length > 2 || images.size() > 1) {
      throw text.unusable(
          "its first line must name its columns, such as path,class; it begins with "
              + ListFormat.shown(first[0]));
    }
    return new Header(
        first.length == 1
            ? List.of("path")
            : images.get(0) == 0 ? List.of("path", "class") : List.of("class", "path"),
        true);
  }
}
