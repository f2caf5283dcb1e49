package dev.chmcorr.job.query;

import dev.chmcorr.domain.UserException;
import java.util.List;
import java.util.Locale;

/**
 * What {@code sql} is asked.
 *
 * @param words folders of runs, and behind them a statement or not
 * @param file that holds the statement, or null
 * @param output what becomes of the rows
 */
public record SqlOptions(List<String> words, String file, Output output) {
  /** How rows are shown. */
  public enum Format {
    TABLE,
    CSV,
    JSON,
    PARQUET
  }

  /**
   * What becomes of rows.
   *
   * @param format how they are shown
   * @param out the file that they go to; null for standard output
   * @param limit rows of a table that are shown
   */
  public record Output(Format format, String out, int limit) {
    private static final int LIMIT = 50;

    public Output {
      if (limit < 1) {
        throw new UserException("Invalid --limit: %d (must be at least 1)".formatted(limit));
      }
      if (format == Format.PARQUET && out == null) {
        throw new UserException("Missing required option: '--out=FILE' (of --format parquet)");
      }
    }

    /**
     * What options say, each of which may be null: the end of the file's name tells the format.
     *
     * @throws UserException if they do not go together
     */
    public static Output of(Format format, String out, Integer limit) {
      Format shown = format == null ? named(out) : format;
      if (limit != null && shown != Format.TABLE) {
        throw new UserException(
            "Unsupported --limit: only a table is cut; write LIMIT into the query");
      }
      return new Output(shown, out, limit == null ? LIMIT : limit);
    }

    private static Format named(String out) {
      String name = out == null ? "" : out.toLowerCase(Locale.ROOT);
      if (name.endsWith(".csv")) {
        return Format.CSV;
      }
      if (name.endsWith(".json") || name.endsWith(".jsonl")) {
        return Format.JSON;
      }
      return name.endsWith(".parquet") ? Format.PARQUET : Format.TABLE;
    }
  }
}
