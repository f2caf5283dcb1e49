package dev.chmcorr.job.score;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.transform;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.chmcorr.domain.Correspondence;
import dev.chmcorr.job.method.ComparisonMethods;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.table.CorrespondenceRow;
import dev.chmcorr.table.PairCodec;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple4;

class PairReaderSparkTest {
  private static final int PAIRS = 20_000;
  private static final PairCodec CODEC = ComparisonMethods.named("chm").codec();

  @TempDir private Path folder;

  /**
   * A pair has 245 numbers. As objects they would take 16 bytes each and 4 for the reference to
   * them, on top of what reading Parquet takes and of the arrays, which are copied twice.
   */
  @Test
  void numbersAreNoObjects() {
    Dataset<Row> pairs = pairs();
    long reading = 0;
    long inAll = 0;
    // The last round counts: at first Java's compiler has not done away with what it can.
    for (int round = 0; round < 3; round++) {
      FlatMapFunction<Iterator<InternalRow>, Long> least = PairReaderSparkTest::allocatedByReading;
      reading = pairs.queryExecution().toRdd().toJavaRDD().mapPartitions(least).first();
      MapPartitionsFunction<Tuple4<Integer, Integer, int[], float[]>, Long> all =
          PairReaderSparkTest::allocated;
      inAll = PairReader.read(pairs, CODEC).mapPartitions(all, Encoders.LONG()).first();
    }

    assertThat((inAll - reading) / PAIRS).isLessThan(245 * 4 + 245 * 4 + 245 * 4 + 300);
  }

  private static Iterator<Long> allocatedByReading(Iterator<InternalRow> rows) {
    int firstArray = 5;
    long before = allocated();
    while (rows.hasNext()) {
      InternalRow row = rows.next();
      for (int column = firstArray; column < firstArray + CODEC.columns().size(); column++) {
        assertNumber(row.getInt(2), row.getArray(column).toFloatArray());
      }
    }
    return List.of(allocated() - before).iterator();
  }

  private static Iterator<Long> allocated(
      Iterator<Tuple4<Integer, Integer, int[], float[]>> pairs) {
    long before = allocated();
    while (pairs.hasNext()) {
      Tuple4<Integer, Integer, int[], float[]> pair = pairs.next();
      Correspondence found = (Correspondence) PairReader.pair(pair._3(), pair._4(), CODEC);
      assertNumber(pair._2(), found.attention());
    }
    return List.of(allocated() - before).iterator();
  }

  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  private static void assertNumber(int rank, float[] numbers) {
    if (numbers[48] != rank + 48f) {
      throw new IllegalStateException("Wrong number at rank " + rank + ": " + numbers[48]);
    }
  }

  private Dataset<Row> pairs() {
    Dataset<Row> rows =
        LocalSpark.session()
            .range(0, PAIRS, 1, 1)
            .select(
                col("id").cast("int").as("query_id"),
                lit("q").as("query_path"),
                col("id").cast("int").as("rank"),
                col("id").cast("int").as("gallery_id"),
                lit("g").as("gallery_path"));
    for (String column : CODEC.columns()) {
      rows =
          rows.withColumn(
              column, transform(sequence(lit(0), lit(48)), i -> i.plus(col("rank")).cast("float")));
    }
    String table = folder.resolve("pairs").toString();
    rows.write().parquet(table);
    return LocalSpark.session().read().schema(CorrespondenceRow.schema(CODEC)).parquet(table);
  }
}
