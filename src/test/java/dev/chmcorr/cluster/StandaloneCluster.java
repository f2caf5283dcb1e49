package dev.chmcorr.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A standalone Spark cluster on this machine: a master and workers, each a process, from the same
 * jars as the packaged program. Worker i pretends to have one GPU, of address i.
 */
final class StandaloneCluster implements AutoCloseable {
  private static final Path SPARK = Path.of("target", "spark").toAbsolutePath();
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "SPARK_HOME",
          SPARK.toString(),
          "SPARK_SCALA_VERSION",
          "2.13",
          "SPARK_NO_DAEMONIZE",
          "1",
          "SPARK_CONF_DIR",
          QuickStart.noSettings().toString(),
          // What executors would have on machines of their own: one core each.
          "OMP_NUM_THREADS",
          "1");

  private final Path folder;
  private final Daemon master;
  private final String url;
  private final List<Daemon> workers = new ArrayList<>();

  private final List<String> settings;

  private StandaloneCluster(Path folder, Daemon master, String url, List<String> settings) {
    this.folder = folder;
    this.master = master;
    this.url = url;
    this.settings = settings;
  }

  /**
   * Starts a master and as many workers, each with one core, 2 GiB and one simulated GPU.
   *
   * @param folder for logs and the executors' files
   */
  static StandaloneCluster start(Path folder, int workers) throws Exception {
    return start(folder, workers, List.of());
  }

  /**
   * The same with settings of Spark's for master and workers.
   *
   * @param settings lines of a properties file
   */
  static StandaloneCluster start(Path folder, int workers, List<String> settings) throws Exception {
    Files.createDirectories(folder);
    Path file = Files.write(folder.resolve("master.conf"), settings);
    List<String> command =
        spark(
            "org.apache.spark.deploy.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--properties-file",
            file.toString());
    Daemon master = Daemon.java("master", folder, ENVIRONMENT, command);
    String url = master.await("Starting Spark master at (spark://\\S+)");
    StandaloneCluster cluster = new StandaloneCluster(folder, master, url, settings);
    for (int i = 0; i < workers; i++) {
      cluster.addWorker(Map.of());
    }
    for (Daemon worker : cluster.workers) {
      worker.await("Successfully registered with master");
    }
    return cluster;
  }

  /**
   * Starts one more worker.
   *
   * @param environment of the worker and its executors, added to WORKER_NUMBER
   */
  Daemon addWorker(Map<String, String> environment) throws IOException, InterruptedException {
    return addWorker("127.0.0.1", environment);
  }

  /**
   * Starts one more worker under another name of this machine: Spark takes it for another machine.
   *
   * @param environment of the worker and its executors, added to WORKER_NUMBER
   */
  Daemon addWorker(String host, Map<String, String> environment)
      throws IOException, InterruptedException {
    int number = workers.size();
    Map<String, String> all = new HashMap<>(ENVIRONMENT);
    all.put("WORKER_NUMBER", Integer.toString(number));
    all.putAll(environment);
    Path script = folder.resolve("gpus-" + number + ".sh");
    Files.writeString(
        script,
        "#!/bin/sh\necho '{\"name\": \"gpu\", \"addresses\": [\"%d\"]}'\n".formatted(number));
    if (!script.toFile().setExecutable(true)) {
      throw new IOException("Cannot make executable: " + script);
    }
    List<String> lines = new ArrayList<>(settings);
    lines.add("spark.worker.resource.gpu.amount 1");
    lines.add("spark.worker.resource.gpu.discoveryScript " + script);
    Path file = Files.write(folder.resolve("worker-" + number + ".conf"), lines);
    Daemon worker =
        Daemon.java(
            "worker-" + number,
            folder,
            all,
            spark(
                "org.apache.spark.deploy.worker.Worker",
                "--host",
                host,
                "--cores",
                "1",
                "--memory",
                "2g",
                "--work-dir",
                work(number).toString(),
                "--properties-file",
                file.toString(),
                url));
    workers.add(worker);
    return worker;
  }

  /** What to give to {@code --master}. */
  String url() {
    return url;
  }

  /** The process of worker i. */
  Daemon worker(int i) {
    return workers.get(i);
  }

  /** Where worker i keeps its executors' files: APPLICATION/EXECUTOR/{stdout,stderr,*.jar}. */
  Path work(int i) {
    return folder.resolve("work-" + i);
  }

  /** The class path of Spark itself. */
  static String jars() {
    return SPARK.resolve("jars") + "/*";
  }

  private static List<String> spark(String main, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(QuickStart.flags());
    command.addAll(List.of("-Xmx256m", "-cp", QuickStart.classPath(), main, "--webui-port", "0"));
    command.addAll(List.of(arguments));
    return command;
  }

  @Override
  public void close() {
    workers.forEach(Daemon::close);
    master.close();
  }
}
