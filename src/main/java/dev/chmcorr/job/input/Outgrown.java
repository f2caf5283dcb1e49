package dev.chmcorr.job.input;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.chmcorr.domain.Limits;
import dev.chmcorr.image.ImageTooLargeException;
import org.apache.spark.sql.Column;

/** Rows of earlier runs that say otherwise than this run's limits. */
public final class Outgrown {
  private Outgrown() {}

  /** Whether a row's image was refused for its size under another limit than today's. */
  public static Column refusal(Limits limits) {
    Column tooLarge = col("error").equalTo(ImageTooLargeException.class.getSimpleName());
    Column today = col("message").contains(ImageTooLargeException.limit(limits.pixels()));
    return coalesce(tooLarge.and(today.equalTo(false)), lit(false));
  }

  /** Whether a row's image, {@code width} by {@code height}, is larger than today's limit. */
  public static Column image(Limits limits) {
    Column pixels = col("width").cast("long").multiply(col("height"));
    return coalesce(pixels.gt(limits.pixels()), lit(false));
  }
}
