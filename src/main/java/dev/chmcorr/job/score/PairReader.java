package dev.chmcorr.job.score;

import static org.apache.spark.sql.functions.col;

import dev.chmcorr.domain.ComparedPair;
import dev.chmcorr.job.method.ComparisonMethods;
import dev.chmcorr.table.ArrayEncoders;
import dev.chmcorr.table.PairCodec;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import scala.Tuple4;

/**
 * Reads compared pairs of the table of correspondences, each number as it lies there. A Row would
 * hold every number as an object, as would an array of arrays; so the arrays of a pair are taken
 * from Spark's own rows and travel as one.
 */
public final class PairReader {
  /** Columns before those of the method. */
  private static final int KEYS = 2;

  private PairReader() {}

  /**
   * The pairs that did not fail: query id, rank of the candidate, lengths of the method's arrays,
   * and their numbers one behind the other.
   *
   * @param pairs rows of the table of correspondences
   */
  public static Dataset<Tuple4<Integer, Integer, int[], float[]>> read(
      Dataset<Row> pairs, PairCodec codec) {
    int arrays = codec.columns().size();
    SparkSession spark = pairs.sparkSession();
    return spark.createDataset(rows(pairs, codec).map(row -> flat(row, arrays)).rdd(), encoder());
  }

  /**
   * What is made of a pair.
   *
   * @param <T> that
   */
  public interface OfPair<T> extends Serializable {
    /** Makes it, in a task. */
    T of(int queryId, int rank, ComparedPair pair);
  }

  /**
   * What a function makes of every pair that did not fail.
   *
   * @param pairs rows of the table of correspondences
   * @param method that compared them
   */
  public static <T> Dataset<T> map(
      Dataset<Row> pairs, String method, OfPair<T> function, Encoder<T> encoder) {
    JavaRDD<T> made =
        rows(pairs, ComparisonMethods.named(method).codec())
            .map(
                row ->
                    function.of(
                        row.getInt(0),
                        row.getInt(1),
                        pair(row, ComparisonMethods.named(method).codec())));
    return pairs.sparkSession().createDataset(made.rdd(), encoder);
  }

  private static ComparedPair pair(InternalRow row, PairCodec codec) {
    float[][] arrays = new float[codec.columns().size()][];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = row.getArray(KEYS + i).toFloatArray();
    }
    return codec.pair(arrays);
  }

  /** Query id, rank, and the method's arrays. */
  private static JavaRDD<InternalRow> rows(Dataset<Row> pairs, PairCodec codec) {
    String[] columns = codec.columns().toArray(String[]::new);
    String[] wanted = new String[columns.length + 1];
    wanted[0] = "rank";
    System.arraycopy(columns, 0, wanted, 1, columns.length);
    return pairs
        .where(col("error").isNull())
        .select("query_id", wanted)
        .queryExecution()
        .toRdd()
        .toJavaRDD();
  }

  private static Encoder<Tuple4<Integer, Integer, int[], float[]>> encoder() {
    return Encoders.tuple(
        Encoders.INT(), Encoders.INT(), ArrayEncoders.ints(), ArrayEncoders.floats());
  }

  private static Tuple4<Integer, Integer, int[], float[]> flat(InternalRow row, int arrays) {
    int[] lengths = new int[arrays];
    for (int i = 0; i < arrays; i++) {
      lengths[i] = row.getArray(KEYS + i).numElements();
    }
    float[] numbers = new float[Arrays.stream(lengths).sum()];
    int from = 0;
    for (int i = 0; i < arrays; i++) {
      System.arraycopy(row.getArray(KEYS + i).toFloatArray(), 0, numbers, from, lengths[i]);
      from += lengths[i];
    }
    return new Tuple4<>(row.getInt(0), row.getInt(1), lengths, numbers);
  }

  /** A pair of the arrays that lie one behind the other. */
  public static ComparedPair pair(int[] lengths, float[] numbers, PairCodec codec) {
    float[][] arrays = new float[lengths.length][];
    int from = 0;
    for (int i = 0; i < lengths.length; i++) {
      arrays[i] = Arrays.copyOfRange(numbers, from, from + lengths[i]);
      from += lengths[i];
    }
    return codec.pair(arrays);
  }
}
