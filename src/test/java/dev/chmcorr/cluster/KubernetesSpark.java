package dev.chmcorr.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;

/**
 * The Spark of the build with its jars for Kubernetes, which the build does without.
 *
 * @param home like a distribution's: bin/spark-submit and jars
 * @param extra class path of the jars for Kubernetes
 */
record KubernetesSpark(Path home, String extra) {
  static final String VERSION = "4.2.0";

  private static final Path FETCHED = Path.of("target", "spark-kubernetes");
  private static final Path SPARK = Path.of("target", "spark").toAbsolutePath();

  /**
   * Fetches the jars, unless an earlier run has.
   *
   * @param home new folder
   */
  static KubernetesSpark in(Path home) throws IOException, InterruptedException {
    MavenJars.fetch(
        FETCHED,
        "org.apache.spark:spark-sql_2.13:" + VERSION,
        "org.apache.spark:spark-kubernetes_2.13:" + VERSION);
    SparkSubmitScript.write(home.resolve("bin"), SPARK);
    Files.createSymbolicLink(home.resolve("jars"), SPARK.resolve("jars"));
    return new KubernetesSpark(home, MavenJars.classPath(FETCHED, SPARK.resolve("jars")));
  }

  /** The class path of executors in an image of it, as {@link QuickStart} wants it. */
  String classPath() {
    return QuickStart.noSettings() + ":" + StandaloneCluster.jars() + ":" + extra;
  }

  /** The bytes of a class of the jar for Kubernetes, its texts among them. */
  static String constants(String file) throws IOException {
    Path jar = FETCHED.resolve("jars/spark-kubernetes_2.13-%s.jar".formatted(VERSION));
    try (ZipFile zip = new ZipFile(jar.toFile());
        InputStream in = zip.getInputStream(zip.getEntry(file))) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /** {@code submit/chm-corr} that uses it. */
  Submit submit(Path folder, ApiServer server) {
    return new Submit(folder, List.of("--master", "k8s://" + server.url()))
        .withEnvironment("SPARK_HOME", home.toString())
        .withEnvironment("SPARK_DIST_CLASSPATH", extra);
  }

  /** The command of conf/README.md that has Kubernetes run a jar, on a server of ours. */
  static String command(String jar, ApiServer server) throws IOException {
    return Readme.commands(Path.of("conf", "README.md"), "Spark-submit alone").stream()
        .filter(one -> one.contains("k8s://") && one.contains(" " + jar))
        .findFirst()
        .orElseThrow()
        .replace("https://head:6443", server.url());
  }

  /** Starts such a command. */
  Submit.Running start(String command, Path folder) throws IOException {
    Path log = Files.createTempFile(folder, "spark-submit-", ".log");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().remove("SPARK_HOME");
    builder.environment().put("SPARK_DIST_CLASSPATH", extra);
    builder.environment().put("JAVA_TOOL_OPTIONS", String.join(" ", QuickStart.plainFlags()));
    builder.environment().merge("PATH", home + "/bin", (path, bin) -> bin + ":" + path);
    return new Submit.Running(builder.start(), log, System.nanoTime());
  }
}
