package dev.chmcorr.table;

import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoder;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoders.ArrayEncoder;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoders.PrimitiveFloatEncoder$;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoders.PrimitiveIntEncoder$;
import org.apache.spark.sql.catalyst.encoders.ExpressionEncoder;

/**
 * Encoders of arrays whose numbers are no objects. A session's implicits have them too, but as
 * methods of another type in Spark 3.5 than in 4; these are made in the same way in both.
 */
public final class ArrayEncoders {
  private ArrayEncoders() {}

  /** Of a column of whole numbers, none of them null. */
  public static Encoder<int[]> ints() {
    return array(PrimitiveIntEncoder$.MODULE$);
  }

  /** Of a column of float numbers, none of them null. */
  public static Encoder<float[]> floats() {
    return array(PrimitiveFloatEncoder$.MODULE$);
  }

  /** Scala's arrays of primitives are Java's, which Java's types of Scala's classes cannot say. */
  @SuppressWarnings("unchecked")
  private static <T> Encoder<T> array(AgnosticEncoder<Object> element) {
    return (Encoder<T>) (Encoder<?>) ExpressionEncoder.apply(new ArrayEncoder<>(element, false));
  }
}
