package dev.chmcorr.table;

import java.io.Serializable;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Why an image could not be used; a row of the table of errors, together with stage and path.
 *
 * @param error simple name of the exception's class
 * @param message what it said, one line
 */
public record Failure(String error, String message) implements Serializable {
  /** Columns of the table {@code errors}, in order. */
  public static final StructType SCHEMA =
      new StructType()
          .add("stage", DataTypes.StringType, false)
          .add("split", DataTypes.StringType, false)
          .add("path", DataTypes.StringType, false)
          .add("error", DataTypes.StringType, false)
          .add("message", DataTypes.StringType, false);

  /** Describes an exception. */
  public static Failure of(Exception exception) {
    String message = String.valueOf(exception.getMessage());
    return new Failure(
        exception.getClass().getSimpleName(), message.lines().findFirst().orElse(""));
  }
}
