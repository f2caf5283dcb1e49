package dev.chmcorr.job.correspond;

import dev.chmcorr.job.run.GuidedPartitions;
import dev.chmcorr.job.run.JobContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction2;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * The executors of a cluster, and tasks that go to a certain one. Spark sends a task to where what
 * it needs is cached; here that is a word, which each executor keeps several of. An executor that
 * has nothing left to do takes tasks of others after {@code spark.locality.wait}, and those of one
 * that is lost go anywhere.
 */
final class ExecutorPlaces implements AutoCloseable {
  /** More than the shares of a slot that {@link GuidedPartitions} cuts, on average. */
  private static final int PER_SLOT = 8;

  /** The one that is there if nobody has to choose. */
  private static final String ALONE = "";

  private final JobContext context;
  private JavaRDD<String> words;
  private Set<String> present;

  /** Numbers of the partitions that an executor keeps, by its id. */
  private final Map<String, List<Integer>> places = new TreeMap<>();

  ExecutorPlaces(JobContext context) {
    this.context = context;
  }

  /** Ids of the executors that are there, in an order that stays. */
  Collection<String> executors() {
    Set<String> now = addresses();
    if (!now.equals(present)) {
      close();
      present = now;
      look();
    }
    return List.copyOf(places.keySet());
  }

  private Set<String> addresses() {
    return Arrays.stream(spark().statusTracker().getExecutorInfos())
        .map(executor -> executor.host() + ":" + executor.port())
        .collect(Collectors.toSet());
  }

  private void look() {
    // The driver counts as one.
    if (spark().isLocal() || present.size() <= 2) {
      places.put(ALONE, List.of());
      return;
    }
    int count = PER_SLOT * context.slots();
    Function<Integer, String> word = number -> SparkEnv.get().executorId();
    words =
        JavaSparkContext.fromSparkContext(spark())
            .parallelize(IntStream.range(0, count).boxed().toList(), count)
            .map(word)
            .cache();
    List<String> kept = words.collect();
    for (int i = 0; i < count; i++) {
      places.computeIfAbsent(kept.get(i), executor -> new ArrayList<>()).add(i);
    }
  }

  /**
   * Rows as partitions, those of each executor in shares that shrink.
   *
   * @param work rows by the executor that is to have them, one of {@link #executors}
   * @param least rows in a share, but for the last
   */
  Dataset<Row> dataset(Map<String, List<Row>> work, int least, StructType schema) {
    if (words == null) {
      List<Row> rows = work.values().stream().flatMap(List::stream).toList();
      return GuidedPartitions.dataset(
          context.spark(), GuidedPartitions.of(rows, context.slots(), least), schema);
    }
    List<List<Row>> shares = new ArrayList<>();
    places.values().forEach(kept -> kept.forEach(place -> shares.add(new ArrayList<>())));
    int slots = Math.max(1, context.slots() / places.size());
    List<List<Row>> more = new ArrayList<>();
    work.forEach(
        (executor, rows) -> {
          Iterator<Integer> own = places.get(executor).iterator();
          for (List<Row> share : GuidedPartitions.of(rows, slots, least)) {
            if (own.hasNext()) {
              shares.set(own.next(), share);
            } else {
              more.add(share);
            }
          }
        });
    lay(more, shares);
    FlatMapFunction2<Iterator<String>, Iterator<List<Row>>, Row> rows =
        (place, share) -> share.next().iterator();
    return context
        .spark()
        .createDataFrame(
            words.zipPartitions(
                JavaSparkContext.fromSparkContext(spark()).parallelize(shares, shares.size()),
                rows),
            schema);
  }

  /** Puts what an executor has no places for to where there is nothing, else to others' shares. */
  private static void lay(List<List<Row>> more, List<List<Row>> shares) {
    List<List<Row>> empty = shares.stream().filter(List::isEmpty).toList();
    int at = 0;
    for (List<Row> share : more) {
      List<Row> to = at < empty.size() ? empty.get(at) : shares.get(at % shares.size());
      to.addAll(share);
      at++;
    }
  }

  private SparkContext spark() {
    return context.spark().sparkContext();
  }

  @Override
  public void close() {
    if (words != null) {
      words.unpersist();
      words = null;
    }
    places.clear();
    present = null;
  }
}
