package dev.chmcorr.table;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.chmcorr.domain.Causes;
import dev.chmcorr.domain.FailureReason;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Why an image could not be used; a row of the table of errors, together with stage and path.
 *
 * @param reason decides whether another try may end otherwise
 * @param error simple name of the exception's class
 * @param message what it said, one line
 * @param pixels of an image that was too large; null if that is not the reason
 */
public record Failure(FailureReason reason, String error, String message, Long pixels)
    implements Serializable {
  /** Columns that a table has for its rows' failures, in order; null where there is none. */
  public static final List<String> COLUMNS = List.of("reason", "error", "message", "pixels");

  /** Columns of the table {@code errors}, in order. */
  public static final StructType SCHEMA = Schemas.ERRORS.type();

  /** A failure that has nothing to do with an image's size. */
  public static Failure of(FailureReason reason, Exception exception) {
    return new Failure(reason, exception.getClass().getSimpleName(), message(exception), null);
  }

  /** An image that was refused for so many pixels. */
  public static Failure tooLarge(long pixels, Exception exception) {
    return new Failure(
        FailureReason.TOO_LARGE, exception.getClass().getSimpleName(), message(exception), pixels);
  }

  /** Values of {@link #COLUMNS}; nulls if there is no failure. */
  static List<Object> values(Failure failure) {
    return failure == null
        ? Arrays.asList(null, null, null, null)
        : Arrays.asList(failure.reason.text(), failure.error, failure.message, failure.pixels);
  }

  /** The failure of a row that has {@link #COLUMNS}; null if it has none. */
  public static Failure fromRow(Row row) {
    if (Codec.isNull(row, "error")) {
      return null;
    }
    String reason = Codec.text(row, "reason");
    return new Failure(
        // Tables of format 1 do not say: another try will tell.
        reason == null ? FailureReason.UNREADABLE : FailureReason.of(reason),
        Codec.text(row, "error"),
        Codec.text(row, "message"),
        row.getAs("pixels"));
  }

  /**
   * Whether the image of a row may end otherwise today: it could not be read then, there was no
   * memory for it, or it was too large for a limit that would let it pass now.
   *
   * @param maxPixels limit of today
   */
  public static Column mayPass(int maxPixels) {
    Column passing =
        col("reason")
            .isin(
                Arrays.stream(FailureReason.values())
                    .filter(FailureReason::isPassing)
                    .map(FailureReason::text)
                    .toArray());
    Column tooLarge = col("reason").equalTo(FailureReason.TOO_LARGE.text());
    // Of a format that did not know reasons: another try will tell.
    Column unknown = col("error").isNotNull().and(col("reason").isNull());
    return coalesce(passing.or(tooLarge.and(col("pixels").leq(maxPixels))).or(unknown), lit(false));
  }

  private static String message(Exception exception) {
    return Causes.firstLine(exception);
  }
}
