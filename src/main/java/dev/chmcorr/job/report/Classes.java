package dev.chmcorr.job.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import dev.chmcorr.domain.CodePointOrder;
import dev.chmcorr.domain.ImageClass;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;

/**
 * The classes of a run, numbered: those of the ranked gallery images in the order of their labels,
 * then those that only queries have. So of two classes with equal votes the smaller number wins.
 *
 * @param names in the order of their numbers
 * @param neighbours length of the longest ranking, in which they were found
 * @param numbers the same by name, for tasks
 */
record Classes(List<String> names, int neighbours, Broadcast<HashMap<String, Integer>> numbers) {
  /** Number of a class that is unknown, or of none. */
  static final int NONE = -1;

  /**
   * Those of a run.
   *
   * @param ofQueries names of the queries' classes
   */
  static Classes of(ShownRun run, Set<String> ofQueries) throws IOException {
    List<Row> ranked =
        run.folder()
            .rankings()
            .select("gallery_class", "gallery_label", "rank")
            .union(
                ClassNeighbours.of(run)
                    .select(col("gallery_class"), col("gallery_label"), lit(0).as("rank")))
            .groupBy("gallery_class", "gallery_label")
            .agg(max("rank"))
            .collectAsList();
    Set<String> names = new LinkedHashSet<>();
    ranked.stream()
        .map(row -> ImageClass.of(row.getString(0), row.<Integer>getAs(1)))
        .sorted()
        .forEach(found -> names.add(found.name()));
    ofQueries.stream().sorted(CodePointOrder.COMPARATOR).forEach(names::add);
    HashMap<String, Integer> numbers = new HashMap<>();
    names.forEach(name -> numbers.put(name, numbers.size()));
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(run.folder().rankings().sparkSession().sparkContext());
    return new Classes(
        List.copyOf(names),
        ranked.stream().mapToInt(row -> row.getInt(2)).max().orElse(0),
        spark.broadcast(numbers));
  }

  /** The number of a class by its name; {@link #NONE} for null. */
  int number(String name) {
    return number(numbers.value(), name);
  }

  /** The same in a task. */
  static int number(HashMap<String, Integer> numbers, String name) {
    return name == null ? NONE : numbers.getOrDefault(name, NONE);
  }
}
