package dev.chmcorr.job.query;

import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.run.JobContext;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Shows the rows of a query, or writes them to a file. */
final class QueryOutput {
  private final JobContext context;
  private final SqlOptions.Output output;

  QueryOutput(JobContext context, SqlOptions.Output output) {
    this.context = context;
    this.output = output;
  }

  /** Shows or writes rows; of a file it says what it holds. */
  void put(Dataset<Row> rows) throws IOException {
    if (output.out() == null) {
      lines(rows, line -> context.console().result("%s", line));
      return;
    }
    Path file = context.store().path(output.out());
    if (output.format() == SqlOptions.Format.PARQUET) {
      writeParquet(rows, file);
    } else {
      context
          .store()
          .writeWhole(
              file,
              out -> {
                Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
                lines(rows, line -> write(writer, line));
                writer.flush();
              });
    }
    context.console().stage("sql: wrote %s", file);
  }

  private static void write(Writer writer, String line) {
    try {
      writer.write(line);
      writer.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void lines(Dataset<Row> rows, Consumer<String> to) {
    switch (output.format()) {
      case TABLE -> table(rows, to);
      case CSV -> csv(TextRows.of(rows), to);
      case JSON -> TextRows.json(rows).toLocalIterator().forEachRemaining(to);
      case PARQUET -> throw new IllegalStateException("Parquet has no lines");
    }
  }

  private void table(Dataset<Row> rows, Consumer<String> to) {
    TextRows texts = TextRows.of(rows);
    List<Row> found = texts.rows().limit(output.limit() + 1).collectAsList();
    if (isPlan(found)) {
      found.get(0).getString(0).lines().forEach(to);
      return;
    }
    List<List<String>> shown = found.stream().limit(output.limit()).map(TextRows::values).toList();
    TextTable.lines(texts.names(), texts.sides(), shown).forEach(to);
    if (found.size() > output.limit()) {
      long more = rows.count() - output.limit();
      to.accept("... and %s (--limit N)".formatted(Texts.count(more, "more row")));
    }
  }

  /** One text of several lines, as EXPLAIN gives it. */
  private static boolean isPlan(List<Row> rows) {
    return rows.size() == 1
        && rows.get(0).size() == 1
        && !rows.get(0).isNullAt(0)
        && rows.get(0).getString(0).contains("\n");
  }

  /** As Spark writes it: nothing where there is no value, quotes where there is an empty text. */
  private static void csv(TextRows texts, Consumer<String> to) {
    CsvWriterSettings settings = new CsvWriterSettings();
    settings.setNullValue("");
    settings.setEmptyValue("\"\"");
    settings.setMaxCharsPerColumn(-1);
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    CsvWriter csv = new CsvWriter(new StringWriter(), settings);
    to.accept(csv.writeRowToString(texts.names()));
    Iterator<Row> rows = texts.rows().toLocalIterator();
    while (rows.hasNext()) {
      to.accept(csv.writeRowToString(TextRows.values(rows.next())));
    }
  }

  /** One file, in the order of the rows; Spark writes folders. */
  private void writeParquet(Dataset<Row> rows, Path file) throws IOException {
    if (context.store().exists(file) && context.store().require("file", file).isDirectory()) {
      throw new UserException(
          "Cannot write %s: it is a folder; give the name of a file".formatted(file));
    }
    Path parts =
        new Path(file.getParent(), "." + file.getName() + "." + UUID.randomUUID() + ".tmp");
    try {
      rows.coalesce(1).write().option("compression", "zstd").parquet(parts.toString());
      Path part =
          Arrays.stream(context.store().list(parts))
              .map(FileStatus::getPath)
              .filter(path -> path.getName().endsWith(".parquet"))
              .findFirst()
              .orElseThrow();
      context.store().writeWhole(file, out -> copy(part, out));
    } finally {
      context.store().delete(parts);
    }
  }

  private void copy(Path part, java.io.OutputStream out) throws IOException {
    try (var in = context.store().openForward(part)) {
      in.transferTo(out);
    }
  }
}
