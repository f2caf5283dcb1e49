package dev.chmcorr.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A version of Spark, its jars taken from Maven Central, and the packaged program run by its own
 * spark-submit.
 *
 * @param version of Spark
 * @param scala version of Scala that it is built for
 */
record SparkHome(String version, String scala) {
  private static final int PATIENCE_MINUTES = 5;

  private Path folder() {
    return Path.of("target", "spark-matrix", version + "_" + scala).toAbsolutePath();
  }

  /** Fetches the jars, unless an earlier run has. */
  void fetch() throws IOException, InterruptedException {
    MavenJars.fetch(folder(), "org.apache.spark:spark-sql_%s:%s".formatted(scala, version));
  }

  /**
   * Runs a command of the packaged program to its end.
   *
   * @param master where it runs
   * @param settings of Spark, {@code name=value}
   * @param log takes what it prints
   * @return its exit status
   */
  int run(String master, List<String> settings, Path log, String... command)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(java(), "-Xmx2g"));
    Files.readAllLines(Path.of("conf", "spark-jvm.args")).stream()
        .filter(option -> option.startsWith("--add-opens") || option.startsWith("-XX"))
        .forEach(line::add);
    line.addAll(
        List.of(
            "-Dlog4j2.configurationFile=" + Path.of("conf/log4j2.properties").toAbsolutePath()));
    line.addAll(List.of("-cp", folder().resolve("jars") + "/*"));
    line.addAll(List.of("org.apache.spark.deploy.SparkSubmit", "--master", master));
    line.addAll(List.of("--properties-file", "conf/local.conf"));
    line.addAll(List.of("--conf", "spark.kryo.registrationRequired=true"));
    settings.forEach(setting -> line.addAll(List.of("--conf", setting)));
    line.addAll(List.of("--jars", natives(), "--class", "dev.chmcorr.cli.Main"));
    line.add("target/chm-corr.jar");
    line.addAll(List.of(command));
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("SPARK_HOME", folder().toString());
    builder.environment().put("SPARK_SCALA_VERSION", scala);
    builder.environment().put("OMP_NUM_THREADS", "1");
    Process process = builder.start();
    if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      throw new IllegalStateException(this + " does not end:\n" + Files.readString(log));
    }
    return process.exitValue();
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static String natives() throws IOException {
    try (Stream<Path> jars = Files.list(Path.of("target", "natives"))) {
      return jars.map(Path::toFile).map(File::getPath).collect(Collectors.joining(","));
    }
  }
}
