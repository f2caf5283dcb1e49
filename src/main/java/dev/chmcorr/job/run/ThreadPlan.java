package dev.chmcorr.job.run;

import dev.chmcorr.domain.UserException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;

/**
 * How the threads of one JVM share its cores. Nothing else decides it; every JVM decides for
 * itself, from Spark's settings and the processors that it sees.
 *
 * <table>
 * <caption>Shares</caption>
 * <tr><th>of what</th><th>how much</th><th>2 cores</th><th>16 cores</th>
 *     <th>16 cores, 1 GPU</th></tr>
 * <tr><td>cores of the JVM</td><td>{@code local[N]}: N; an executor: {@code
 *     spark.executor.cores}</td><td>2</td><td>16</td><td>16</td></tr>
 * <tr><td>tasks at once</td><td>cores / {@code spark.task.cpus}, and no more than its GPUs
 *     serve</td><td>2</td><td>16</td><td>1</td></tr>
 * <tr><td>threads of an operation of libtorch (intra-op)</td><td>cores / tasks; {@value
 *     #NETWORK}</td><td>1</td><td>1</td><td>16, idle</td></tr>
 * <tr><td>images decoded at once, each task</td><td>on a CPU 1 for every 4 network threads, at
 *     least 1; on a GPU cores / tasks; {@value #DECODE}</td><td>1</td><td>1</td><td>16</td></tr>
 * <tr><td>images read at once, each task</td><td>7 more than are decoded: readers mostly
 *     wait</td><td>8</td><td>8</td><td>23</td></tr>
 * <tr><td>operations of libtorch at once (inter-op)</td><td>1: our networks fork
 *     nothing</td><td>1</td><td>1</td><td>1</td></tr>
 * <tr><td>threads inside OpenCV</td><td>1: images are decoded side by side
 *     instead</td><td>1</td><td>1</td><td>1</td></tr>
 * </table>
 *
 * <p>Many tasks of one thread beat few tasks of many threads (9 % on 2 cores), so nothing asks for
 * more than one core a task by default. Decoding takes a quarter to a tenth of a core's time beside
 * a network on that core; decoding two images at once slows the networks down (by 6 % on 2 cores).
 *
 * @param tasks that run at once in this JVM
 * @param network threads of one operation of a network
 * @param decodeOnCpu images decoded at once for one task whose network runs on the CPU
 * @param decodeOnGpu the same where it runs on a GPU
 */
public record ThreadPlan(int tasks, int network, int decodeOnCpu, int decodeOnGpu) {
  /** Setting of Spark: threads of one operation of a network. */
  static final String NETWORK = "spark.chmcorr.networkThreads";

  /** Setting of Spark: images decoded at once for one task. */
  static final String DECODE = "spark.chmcorr.decodeThreads";

  private static final Pattern LOCAL =
      Pattern.compile("local(?:\\[\\s*(\\d+|\\*)\\s*(?:,.*)?\\])?");
  private static final Pattern LOCAL_CLUSTER = Pattern.compile("local-cluster\\[.*,(.*),.*\\]");
  private static final int MAX = 1024;

  /** The plan of the JVM in which a task runs. */
  public static ThreadPlan ofThisJvm() {
    return of(SparkEnv.get().conf());
  }

  /** The plan of every executor, as far as the driver can tell: it takes them to be like itself. */
  public static ThreadPlan of(SparkConf conf) {
    return of(conf, Runtime.getRuntime().availableProcessors());
  }

  public static ThreadPlan of(SparkConf conf, int processors) {
    int cores = cores(conf, processors);
    int tasks = Math.max(1, Math.min(cores / conf.getInt("spark.task.cpus", 1), tasksOfGpus(conf)));
    int share = Math.max(1, Math.min(cores, processors) / tasks);
    int network = setting(conf, NETWORK, share);
    int decodeOnCpu = setting(conf, DECODE, Math.max(1, network / 4));
    return new ThreadPlan(tasks, network, decodeOnCpu, setting(conf, DECODE, share));
  }

  /** Cores that Spark gives to one JVM. */
  private static int cores(SparkConf conf, int processors) {
    String master = conf.get("spark.master", "local");
    Matcher local = LOCAL.matcher(master);
    if (local.matches()) {
      String n = local.group(1);
      return n == null ? 1 : n.equals("*") ? processors : Integer.parseInt(n);
    }
    Matcher cluster = LOCAL_CLUSTER.matcher(master);
    int unset =
        cluster.matches()
            ? Integer.parseInt(cluster.group(1).strip())
            // A standalone worker gives an executor all it has; YARN and Kubernetes give one core.
            : master.startsWith("spark:") ? processors : 1;
    return conf.getInt("spark.executor.cores", unset);
  }

  private static int tasksOfGpus(SparkConf conf) {
    double perTask = conf.getDouble("spark.task.resource.gpu.amount", 0);
    double gpus = conf.getDouble("spark.executor.resource.gpu.amount", 0);
    return perTask > 0 && gpus > 0 ? (int) Math.max(1, gpus / perTask) : MAX;
  }

  private static int setting(SparkConf conf, String name, int byDefault) {
    String text = conf.get(name, Integer.toString(byDefault));
    if (!text.matches("\\d{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MAX) {
      throw new UserException("Invalid %s: %s (must be 1..%d)".formatted(name, text, MAX));
    }
    return Integer.parseInt(text);
  }
}
