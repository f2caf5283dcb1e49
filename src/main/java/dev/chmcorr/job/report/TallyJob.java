package dev.chmcorr.job.report;

import static org.apache.spark.sql.functions.col;

import dev.chmcorr.table.ArrayEncoders;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Sums of {@link Tally#count} over the known queries of a run. */
final class TallyJob {
  private TallyJob() {}

  static int[] run(ShownRun run, Tally tally, Classes classes) {
    MapFunction<Row, Integer> ofQuery = row -> row.<Integer>getAs("query_id");
    MapPartitionsFunction<int[], int[]> add = counts -> sum(counts, tally.size());
    Dataset<Row> rankings = run.folder().rankings().select("query_id", "rank", "gallery_class");
    Dataset<Row> truths =
        run.folder().queryTable().where(col("classes").isNotNull()).select("query_id", "classes");
    Dataset<Row> results =
        run.results()
            .select(
                col("query_id"),
                col("neighbours.knn_rank").as("ranks"),
                col("neighbours.class").as("reranked"))
            .join(truths, "query_id");
    Encoder<int[]> numbers = ArrayEncoders.ints();
    return sum(
            rankings
                .groupByKey(ofQuery, Encoders.INT())
                .cogroup(
                    results.groupByKey(ofQuery, Encoders.INT()),
                    new CountQuery(tally, classes.numbers()),
                    numbers)
                .mapPartitions(add, numbers)
                .collectAsList()
                .iterator(),
            tally.size())
        .next();
  }

  private static Iterator<int[]> sum(Iterator<int[]> counts, int size) {
    int[] sum = new int[size];
    while (counts.hasNext()) {
      int[] more = counts.next();
      for (int i = 0; i < size; i++) {
        sum[i] += more[i];
      }
    }
    return List.of(sum).iterator();
  }

  private static final class CountQuery implements CoGroupFunction<Integer, Row, Row, int[]> {
    private static final long serialVersionUID = 1L;

    private final Tally tally;
    private final Broadcast<HashMap<String, Integer>> numbers;

    CountQuery(Tally tally, Broadcast<HashMap<String, Integer>> numbers) {
      this.tally = tally;
      this.numbers = numbers;
    }

    @Override
    public Iterator<int[]> call(Integer id, Iterator<Row> ranking, Iterator<Row> results) {
      if (!results.hasNext()) {
        return Collections.emptyIterator();
      }
      Row result = results.next();
      TreeMap<Integer, Integer> byRank = new TreeMap<>();
      ranking.forEachRemaining(row -> byRank.put(row.getInt(1), number(row.getString(2))));
      int[] counts =
          tally.count(
              byRank.values().stream().mapToInt(Integer::intValue).toArray(),
              numbers(result, "reranked"),
              result.<Integer>getList(result.fieldIndex("ranks")).stream()
                  .mapToInt(Integer::intValue)
                  .toArray(),
              numbers(result, "classes"));
      return List.of(counts).iterator();
    }

    private int number(String name) {
      return Classes.number(numbers.value(), name);
    }

    private int[] numbers(Row row, String column) {
      return row.<String>getList(row.fieldIndex(column)).stream().mapToInt(this::number).toArray();
    }
  }
}
