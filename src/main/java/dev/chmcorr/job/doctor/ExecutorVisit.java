package dev.chmcorr.job.doctor;

import dev.chmcorr.job.network.NetworkSpec;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.RunId;
import dev.chmcorr.job.run.RunState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/** Examines executors by as many tasks as run at once, of which the first on each does so. */
final class ExecutorVisit {
  /** Spark places tasks as it likes, and may leave an executor out. */
  private static final int ROUNDS = 3;

  private final JobContext context;
  private final RunId run;
  private final NetworkSpec networks;
  private final Map<String, Examination> examined = new LinkedHashMap<>();

  /**
   * @param networks that are timed; null for none
   */
  ExecutorVisit(JobContext context, RunId run, NetworkSpec networks) {
    this.context = context;
    this.run = run;
    this.networks = networks;
  }

  /** Examines all that can be reached, in the order of their names. */
  List<Examination> examine() {
    for (int round = 0; round < ROUNDS && (round == 0 || !missed().isEmpty()); round++) {
      visit();
    }
    List<Examination> all = new ArrayList<>(examined.values());
    all.sort((one, other) -> one.place().compareTo(other.place()));
    return all;
  }

  private void visit() {
    context.describe("examine executors");
    int tasks = context.slots();
    JavaSparkContext.fromSparkContext(context.spark().sparkContext())
        .parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
        .map(new Task(run, networks, context.configuration()))
        .collect()
        .stream()
        .map(Report::examination)
        .forEach(one -> examined.put(one.host(), one));
  }

  /** Executors that no task has come to: host and port. */
  List<String> missed() {
    String driver = SparkEnv.get().blockManager().blockManagerId().hostPort();
    return Arrays.stream(context.spark().sparkContext().statusTracker().getExecutorInfos())
        .map(ExecutorVisit::address)
        .filter(address -> !address.equals(driver) && !examined.containsKey(address))
        .sorted()
        .toList();
  }

  private static String address(SparkExecutorInfo executor) {
    return executor.host() + ":" + executor.port();
  }

  /** What the first task in a JVM has found, for those that come after it. */
  private record Found(String json) implements AutoCloseable {
    @Override
    public void close() {
      // Nothing is held.
    }
  }

  /** Gives the examination of its JVM as JSON. */
  private static final class Task implements Function<Integer, String> {
    private static final long serialVersionUID = 1L;

    private final RunId run;
    private final NetworkSpec networks;
    private final Broadcast<SerializableConfiguration> hadoop;

    Task(RunId run, NetworkSpec networks, Broadcast<SerializableConfiguration> hadoop) {
      this.run = run;
      this.networks = networks;
      this.hadoop = hadoop;
    }

    @Override
    public String call(Integer number) {
      return RunState.ofTask(run).share(Found.class, "doctor", this::find).json();
    }

    private Found find() {
      Examination found = new Examiner(hadoop.value().value()).examine();
      boolean times = networks != null && found.torch().error() == null;
      return new Found(Report.json(times ? found.with(new NetworkTimer(networks).time()) : found));
    }
  }
}
