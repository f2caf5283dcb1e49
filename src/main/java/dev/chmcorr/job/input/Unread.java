package dev.chmcorr.job.input;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import dev.chmcorr.image.ImageException;
import dev.chmcorr.image.ImageTooLargeException;
import dev.chmcorr.table.Failure;
import java.util.Set;
import org.apache.spark.sql.Column;

/**
 * Images that could not be read, which another try may mend: what was read and is no image, or too
 * large a one, stays so.
 */
public final class Unread {
  private static final Set<String> READ =
      Set.of(ImageException.class.getSimpleName(), ImageTooLargeException.class.getSimpleName());

  private Unread() {}

  /** Whether an image failed so. */
  public static boolean isUnread(Failure failure) {
    return !READ.contains(failure.error());
  }

  /** Whether a row's image failed so. */
  public static Column column() {
    return coalesce(not(col("error").isin(READ.toArray())), lit(false));
  }
}
