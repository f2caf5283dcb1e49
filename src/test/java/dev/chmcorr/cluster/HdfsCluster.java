package dev.chmcorr.cluster;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Assertions;
import org.junit.platform.commons.JUnitException;
import org.opentest4j.AssertionFailedError;

/** A NameNode and a DataNode in a process of their own (Hadoop's mini-cluster). */
final class HdfsCluster implements AutoCloseable {
  private final Daemon daemon;
  private final String url;

  private HdfsCluster(Daemon daemon, String url) {
    this.daemon = daemon;
    this.url = url;
  }

  /** Starts both on free ports. */
  static HdfsCluster start(Path folder) throws Exception {
    Files.createDirectories(folder);
    Daemon daemon =
        Daemon.java(
            "hdfs",
            folder,
            Map.of(),
            List.of(
                "-Xmx512m",
                "-Dtest.build.data=" + folder.resolve("data"),
                // With it, what each client does to which file.
                "-Dorg.apache.logging.log4j.level=INFO",
                "-cp",
                classPath(),
                "org.apache.hadoop.test.MiniDFSClusterManager",
                "-format",
                "-writeDetails",
                folder.resolve("details.json").toString(),
                "-datanodes",
                "1",
                // Small files are closed at once instead of after 400 ms.
                "-D",
                "dfs.client.block.write.locateFollowingBlock.initial.delay.ms=20"));
    String port = daemon.await(folder.resolve("details.json"), "\"namenode_port\":\"?(\\d+)");
    return new HdfsCluster(daemon, "hdfs://localhost:" + port);
  }

  /** Hadoop's test classes ask for JUnit, which Spark's jars do not have. */
  private static String classPath() throws Exception {
    StringBuilder path = new StringBuilder("target/storage/hadoop-client-minicluster.jar");
    for (Class<?> junit :
        List.of(Assertions.class, AssertionFailedError.class, JUnitException.class)) {
      URI jar = junit.getProtectionDomain().getCodeSource().getLocation().toURI();
      path.append(':').append(Path.of(jar));
    }
    return path.append(':').append(StandaloneCluster.jars()).toString();
  }

  /** URI of its root, without a slash at the end. */
  String url() {
    return url;
  }

  /** Where from and to files were renamed, as the NameNode's audit log has it: SOURCE TARGET. */
  List<String> renames() {
    return Pattern.compile("\\tcmd=rename\\tsrc=(.*)\\tdst=(.*)\\tperm=")
        .matcher(daemon.log())
        .results()
        .map(rename -> rename.group(1) + " " + rename.group(2))
        .toList();
  }

  /** Copies a folder of this machine into it. */
  void put(Path local, String path) throws Exception {
    try (FileSystem system = FileSystem.newInstance(URI.create(url), new Configuration())) {
      system.copyFromLocalFile(
          new org.apache.hadoop.fs.Path(local.toUri()), new org.apache.hadoop.fs.Path(url + path));
    }
  }

  /** Copies a folder of it to this machine. */
  void get(String path, Path local) throws Exception {
    try (FileSystem system = FileSystem.newInstance(URI.create(url), new Configuration())) {
      system.copyToLocalFile(
          new org.apache.hadoop.fs.Path(url + path), new org.apache.hadoop.fs.Path(local.toUri()));
    }
  }

  @Override
  public void close() {
    daemon.close();
  }
}
