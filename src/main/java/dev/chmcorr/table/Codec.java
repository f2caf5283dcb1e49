package dev.chmcorr.table;

import java.util.List;
import org.apache.spark.sql.Row;
import scala.collection.JavaConverters;

/** Small helpers that the table codecs share: columns by name, arrays as lists. */
final class Codec {
  private Codec() {}

  static int integer(Row row, String column) {
    return row.getInt(row.fieldIndex(column));
  }

  static String text(Row row, String column) {
    return row.getAs(column);
  }

  static boolean isNull(Row row, String column) {
    return row.isNullAt(row.fieldIndex(column));
  }

  /** An array column's value; Spark encodes a Scala sequence or a Java array of boxes alike. */
  static Object array(float[] values) {
    if (values == null) {
      return null;
    }
    Float[] boxed = new Float[values.length];
    for (int i = 0; i < values.length; i++) {
      boxed[i] = values[i];
    }
    return boxed;
  }

  static Object array(List<Row> rows) {
    // Later versions of Scala have another class for it; this one is in all that Spark comes with.
    return JavaConverters.asScalaBuffer(rows);
  }
}
