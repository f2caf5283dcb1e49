package dev.chmcorr.job.report;

import static org.apache.spark.sql.functions.col;

import dev.chmcorr.domain.CodePointOrder;
import dev.chmcorr.domain.ImageClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * The classes of a run, numbered: those of the ranked gallery images in the order of their labels,
 * then those that only queries have. So of two classes with equal votes the smaller number wins.
 *
 * @param names in the order of their numbers
 * @param numbers the same by name, for tasks
 */
record Classes(List<String> names, Broadcast<HashMap<String, Integer>> numbers) {
  /** Number of a class that is unknown, or of none. */
  static final int NONE = -1;

  static Classes of(ShownRun run) {
    Dataset<Row> rankings = run.folder().rankings();
    List<String> names = new ArrayList<>();
    rankings.select("gallery_class", "gallery_label").distinct().collectAsList().stream()
        .map(row -> ImageClass.of(row.getString(0), row.<Integer>getAs(1)))
        .sorted()
        .map(ImageClass::name)
        .distinct()
        .forEach(names::add);
    HashMap<String, Integer> numbers = new HashMap<>();
    names.forEach(name -> numbers.put(name, numbers.size()));
    Dataset<Row> queries = run.folder().queryTable();
    queries
        .select("class")
        .where(col("class").isNotNull())
        .distinct()
        .as(Encoders.STRING())
        .collectAsList()
        .stream()
        .filter(name -> !numbers.containsKey(name))
        .sorted(CodePointOrder.COMPARATOR)
        .forEach(
            name -> {
              numbers.put(name, names.size());
              names.add(name);
            });
    return new Classes(
        names,
        JavaSparkContext.fromSparkContext(queries.sparkSession().sparkContext())
            .broadcast(numbers));
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
