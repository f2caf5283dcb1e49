package dev.chmcorr.job.score;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;

import dev.chmcorr.domain.Correspondence;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoders;
import scala.Tuple3;

/** Reads the arrays of compared pairs as they are: a Row would hold each number as an object. */
final class PairReader {
  private static final List<String> COLUMNS =
      List.of("points_x", "points_y", "cos_published", "cos_aligned", "attention");

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
   * The pairs that have been compared: query id, rank of the candidate, arrays.
   *
   * @param pairs rows of the table of correspondences
   */
  static Dataset<Tuple3<Integer, Integer, float[][]>> read(Dataset<Row> pairs) {
    Column[] arrays = COLUMNS.stream().map(name -> col(name)).toArray(Column[]::new);
    return pairs
        .where(col("error").isNull())
        .select(col("query_id"), col("rank"), array(arrays))
        .as(ENCODER);
  }

  /** A pair of its arrays. */
  static Correspondence pair(float[][] arrays) {
    return new Correspondence(arrays[0], arrays[1], arrays[2], arrays[3], arrays[4]);
  }
}
