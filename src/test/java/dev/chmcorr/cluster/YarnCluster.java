package dev.chmcorr.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * A ResourceManager and NodeManagers, each a process, of the jar of Hadoop's mini-cluster. What
 * runs in their containers has all the cores and memory of this machine.
 */
final class YarnCluster implements AutoCloseable {
  private static final String SERVER = "org.apache.hadoop.yarn.server.";
  private static final String CLASSES =
      ":target/storage/hadoop-client-minicluster.jar:target/storage/yarn/*:";

  /** What the ResourceManager is spoken to by. */
  private static final List<String> ADDRESSES =
      List.of("", "scheduler.", "resource-tracker.", "admin.", "webapp.");

  private final Path folder;
  private final Map<String, String> settings;
  private final List<Daemon> daemons = new ArrayList<>();

  private YarnCluster(Path folder, Map<String, String> settings) {
    this.folder = folder;
    this.settings = settings;
  }

  /**
   * Starts a ResourceManager.
   *
   * @param folder for logs, settings and the containers' files
   * @param fileSystem URI of the cluster's own
   */
  static YarnCluster start(Path folder, String fileSystem) throws Exception {
    YarnCluster cluster = new YarnCluster(folder, settings());
    Path conf = cluster.conf();
    write(conf.resolve("core-site.xml"), Map.of("fs.defaultFS", fileSystem));
    write(conf.resolve("yarn-site.xml"), cluster.settings);
    write(conf.resolve("capacity-scheduler.xml"), queues());
    write(conf.resolve("resource-types.xml"), Map.of("yarn.resource-types", "yarn.io/gpu"));
    Daemon manager = cluster.daemon("resourcemanager", "ResourceManager", conf, Map.of());
    manager.await("Web app cluster started");
    return cluster;
  }

  private static Map<String, String> settings() throws IOException {
    Map<String, String> settings = new TreeMap<>();
    for (String address : ADDRESSES) {
      settings.put("yarn.resourcemanager." + address + "address", "localhost:" + freePort());
    }
    settings.put("yarn.resourcemanager.nodemanagers.heartbeat-interval-ms", "200");
    settings.put("yarn.scheduler.minimum-allocation-mb", "128");
    settings.put("yarn.node-labels.enabled", "true");
    settings.put("yarn.node-labels.configuration-type", "distributed");
    return settings;
  }

  /** One queue, which may use all nodes, those labelled too. */
  private static Map<String, String> queues() {
    String root = "yarn.scheduler.capacity.root.";
    Map<String, String> queues = new TreeMap<>();
    queues.put(root + "queues", "default");
    queues.put(root + "default.capacity", "100");
    queues.put(root + "accessible-node-labels.gpu.capacity", "100");
    queues.put(root + "default.accessible-node-labels.gpu.capacity", "100");
    queues.put(root + "default.accessible-node-labels", "*");
    queues.put("yarn.scheduler.capacity.maximum-am-resource-percent", "1");
    queues.put(
        "yarn.scheduler.capacity.resource-calculator",
        "org.apache.hadoop.yarn.util.resource.DominantResourceCalculator");
    return queues;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /**
   * Starts a NodeManager of 6 GiB and four cores.
   *
   * @param name of its folder
   * @param own settings of this one alone
   * @param environment of it and its containers
   */
  void addNode(String name, Map<String, String> own, Map<String, String> environment)
      throws Exception {
    Path home = folder.resolve(name);
    Map<String, String> all = new TreeMap<>(settings);
    all.put("yarn.nodemanager.hostname", "localhost");
    for (String address : List.of("", "localizer.", "webapp.")) {
      all.put("yarn.nodemanager." + address + "address", "localhost:0");
    }
    all.put("yarn.nodemanager.local-dirs", home.resolve("local").toString());
    all.put("yarn.nodemanager.log-dirs", home.resolve("logs").toString());
    all.put("yarn.nodemanager.resource.memory-mb", "6144");
    all.put("yarn.nodemanager.resource.cpu-vcores", "4");
    all.put("yarn.nodemanager.vmem-check-enabled", "false");
    all.put("yarn.nodemanager.container-monitor.interval-ms", "500");
    // Else memory is left to cgroups, of which there are none here.
    all.put("yarn.nodemanager.resource.memory.enforced", "false");
    // The disk of this machine may be nearly full.
    all.put("yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "100");
    all.putAll(own);
    Path conf = home.resolve("conf");
    write(conf.resolve("yarn-site.xml"), all);
    for (String file : List.of("core-site.xml", "resource-types.xml")) {
      Files.copy(conf().resolve(file), conf.resolve(file));
    }
    daemon("nodemanager", "NodeManager", conf, environment)
        .await("Registered with ResourceManager");
  }

  private Daemon daemon(String room, String name, Path conf, Map<String, String> environment)
      throws IOException {
    Path home = conf.getParent();
    Path temporary = Files.createDirectories(home.resolve("tmp"));
    Daemon daemon =
        Daemon.java(
            name,
            home,
            environment,
            List.of(
                "-Xmx300m",
                "-Djava.io.tmpdir=" + temporary,
                "-Dorg.apache.logging.log4j.level=INFO",
                "-cp",
                conf + CLASSES + StandaloneCluster.jars(),
                SERVER + room + "." + name));
    daemons.add(daemon);
    return daemon;
  }

  /** Tells the ResourceManager what labels nodes may have. */
  void allowLabel(String label) throws Exception {
    try (Daemon admin =
        Daemon.java(
            "rmadmin",
            folder,
            Map.of(),
            List.of(
                "-cp",
                conf() + ":" + StandaloneCluster.jars(),
                "org.apache.hadoop.yarn.client.cli.RMAdminCLI",
                "-addToClusterNodeLabels",
                label))) {
      if (admin.awaitEnd() != 0) {
        throw new IOException(admin.log());
      }
    }
  }

  /** What a client needs in HADOOP_CONF_DIR. */
  Path conf() {
    return folder.resolve("conf");
  }

  /** All that the ResourceManager has logged. */
  String log() {
    return daemons.get(0).log();
  }

  /**
   * What the containers of a node have printed, by their names.
   *
   * @param file {@code stdout} or {@code stderr}
   */
  Map<String, String> printed(String node, String file) throws IOException {
    Map<String, String> printed = new TreeMap<>();
    Path logs = folder.resolve(node).resolve("logs");
    try (DirectoryStream<Path> applications = Files.newDirectoryStream(logs)) {
      for (Path application : applications) {
        try (DirectoryStream<Path> containers = Files.newDirectoryStream(application)) {
          for (Path container : containers) {
            Path text = container.resolve(file);
            if (Files.exists(text)) {
              printed.put(container.getFileName().toString(), Files.readString(text));
            }
          }
        }
      }
    }
    return printed;
  }

  private static void write(Path file, Map<String, String> settings) throws IOException {
    Files.createDirectories(file.getParent());
    Configuration configuration = new Configuration(false);
    settings.forEach(configuration::set);
    try (OutputStream out = Files.newOutputStream(file)) {
      configuration.writeXml(out);
    }
  }

  @Override
  public void close() {
    daemons.forEach(Daemon::close);
  }
}
