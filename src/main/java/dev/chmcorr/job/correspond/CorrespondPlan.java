package dev.chmcorr.job.correspond;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;

import dev.chmcorr.job.input.DataSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Which queries are to be compared with which candidates, in the driver's memory, so that no chunk
 * of queries has to look for its rankings again. A pair takes 8 bytes, a query some 60 beside: 23
 * MB for 50,000 queries of 50. While the rankings are read, Spark's rows box every number, which
 * takes some 50 bytes a pair for a moment.
 */
public final class CorrespondPlan {
  /**
   * A query's candidates, nearest first; both arrays are owned by this record.
   *
   * @param query id of the query
   * @param ranks in ascending order
   * @param galleryIds of the candidates at these ranks
   */
  public record Planned(int query, int[] ranks, int[] galleryIds) {
    /** The candidate in the middle of the ids, of the class that has most of them if one has. */
    private int middle() {
      int[] ids = galleryIds.clone();
      Arrays.sort(ids);
      return ids[ids.length / 2];
    }

    /** Those candidates that come after a rank; perhaps none. */
    Planned beyond(int rank) {
      int known = 0;
      while (known < ranks.length && ranks[known] <= rank) {
        known++;
      }
      return new Planned(
          query,
          Arrays.copyOfRange(ranks, known, ranks.length),
          Arrays.copyOfRange(galleryIds, known, galleryIds.length));
    }
  }

  private final DataSet data;
  private final List<Planned> queries;

  private CorrespondPlan(DataSet data, List<Planned> queries) {
    this.data = data;
    this.queries = queries;
  }

  /**
   * Reads rankings.
   *
   * @param rankings rows of {@link dev.chmcorr.table.RankingRow#SCHEMA} up to rank N
   */
  public static CorrespondPlan of(DataSet data, Dataset<Row> rankings) {
    List<Row> rows =
        rankings
            .groupBy("query_id")
            .agg(sort_array(collect_list(struct(col("rank"), col("gallery_id")))).as("candidates"))
            .select("query_id", "candidates.rank", "candidates.gallery_id")
            .collectAsList();
    List<Planned> queries = new ArrayList<>(rows.size());
    rows.forEach(row -> queries.add(new Planned(row.getInt(0), ints(row, 1), ints(row, 2))));
    return new CorrespondPlan(data, inOrder(queries));
  }

  /** Ids follow the classes: queries with common candidates come one after another. */
  static List<Planned> inOrder(List<Planned> queries) {
    record Placed(int middle, Planned planned) {}
    return queries.stream()
        .map(planned -> new Placed(planned.middle(), planned))
        .sorted(
            Comparator.comparingInt(Placed::middle)
                .thenComparingInt(placed -> placed.planned().query()))
        .map(Placed::planned)
        .toList();
  }

  private static int[] ints(Row row, int column) {
    return row.<Integer>getList(column).stream().mapToInt(Integer::intValue).toArray();
  }

  public List<Planned> queries() {
    return queries;
  }

  /** How many images of the gallery are candidates of any of the queries. */
  int candidates() {
    BitSet ids = new BitSet();
    queries.forEach(planned -> Arrays.stream(planned.galleryIds()).forEach(ids::set));
    return ids.cardinality();
  }

  /** The last rank that any of the queries asks for; 0 if there are none. */
  static int longest(List<Planned> queries) {
    return queries.stream().flatMapToInt(planned -> Arrays.stream(planned.ranks())).max().orElse(0);
  }

  /** A row of {@link QueryCandidates#SCHEMA}. */
  Row row(Planned planned) {
    Row[] candidates = new Row[planned.ranks().length];
    for (int i = 0; i < candidates.length; i++) {
      int id = planned.galleryIds()[i];
      String path = data.gallery().images().get(id).path();
      candidates[i] = RowFactory.create(planned.ranks()[i], id, path);
    }
    String path = data.queries().images().get(planned.query()).path();
    return RowFactory.create(planned.query(), path, candidates);
  }
}
