package dev.chmcorr.job.score;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;

import dev.chmcorr.table.PairCodec;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoders;
import scala.Tuple3;

/**
 * Reads compared pairs of the table of correspondences into arrays of primitives; a Row would hold
 * each number as an object. Spark's decoder still makes such objects on the way.
 */
final class PairReader {
  private static final Encoder<Tuple3<Integer, Integer, float[][]>> ENCODER =
      Encoders.tuple(Encoders.INT(), Encoders.INT(), arrays());

  private PairReader() {}

  /** Scala's arrays have no type in Java that says what they hold. */
  @SuppressWarnings("unchecked")
  private static Encoder<float[][]> arrays() {
    Encoder<?> floats =
        new AgnosticEncoders.ArrayEncoder<>(
            new AgnosticEncoders.ArrayEncoder<>(
                AgnosticEncoders.PrimitiveFloatEncoder$.MODULE$, false),
            false);
    return (Encoder<float[][]>) floats;
  }

  /**
   * The pairs that did not fail: query id, rank of the candidate, the method's arrays.
   *
   * @param pairs rows of the table of correspondences
   */
  static Dataset<Tuple3<Integer, Integer, float[][]>> read(Dataset<Row> pairs, PairCodec codec) {
    Column[] arrays = codec.columns().stream().map(name -> col(name)).toArray(Column[]::new);
    return pairs
        .where(col("error").isNull())
        .select(col("query_id"), col("rank"), array(arrays))
        .as(ENCODER);
  }
}
