package dev.chmcorr.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The packaged program as users call it: {@code submit/chm-corr OPTIONS COMMAND ...}. */
final class Submit {
  private static final int PATIENCE_MINUTES = 10;

  private final Path folder;
  private final List<String> options;
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> wrapper = new ArrayList<>();

  /**
   * A way to call it.
   *
   * @param folder where output goes
   * @param options of spark-submit, before the command
   */
  Submit(Path folder, List<String> options) {
    this.folder = folder;
    this.options = List.copyOf(options);
  }

  /** What a call came to; output and errors in the order printed, seconds from start to end. */
  record Outcome(int code, String output, double seconds) {}

  /** The same with more options of spark-submit. */
  Submit with(String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    Submit submit = new Submit(folder, all);
    submit.environment.putAll(environment);
    submit.wrapper.addAll(wrapper);
    return submit;
  }

  /** The same, its JVMs started as quickly as can be ({@link QuickStart}). */
  Submit quick() throws IOException, InterruptedException {
    return quick(QuickStart.flags());
  }

  /** The same with options for its JVMs. */
  Submit quick(List<String> flags) {
    String log =
        "-Dlog4j2.configurationFile=" + Path.of("conf", "log4j2.properties").toAbsolutePath();
    String jvm = String.join(" ", flags);
    // With settings of the user's own the program asks for a file of properties.
    return withEnvironment("SPARK_CONF_DIR", QuickStart.noSettings().toString())
        .with("--properties-file", "conf/" + settings())
        .with("--driver-java-options", log + " " + jvm)
        .with("--conf", "spark.executor.extraJavaOptions=" + jvm)
        .with("--conf", "spark.driver.extraClassPath=" + QuickStart.disk())
        .with("--conf", "spark.executor.extraClassPath=" + QuickStart.disk())
        .with("--conf", "spark.sql.shuffle.partitions=2")
        .with("--conf", "spark.kryo.registrationRequired=true");
  }

  /** The file of settings for where it runs. */
  private String settings() {
    String master = options.get(options.indexOf("--master") + 1);
    if (master.startsWith("k8s:")) {
      return "kubernetes.conf";
    }
    return master.startsWith("local[") ? "local.conf" : "standalone.conf";
  }

  /** The same by somebody whom file permissions bind: root without its privilege to pass them. */
  Submit asMortal() {
    Submit submit = with();
    if (System.getProperty("user.name").equals("root")) {
      submit.wrapper.addAll(List.of("setpriv", "--bounding-set", "-dac_override,-dac_read_search"));
    }
    return submit;
  }

  /** The same with another variable in its environment. */
  Submit withEnvironment(String name, String value) {
    Submit submit = with();
    submit.environment.put(name, value);
    return submit;
  }

  /** A call under way. */
  record Running(Process process, Path log, long start) {
    String output() throws IOException {
      return Files.readString(log);
    }

    /** Waits until a line of this form is printed. */
    void awaitLine(String expression) throws IOException, InterruptedException {
      Pattern line = Pattern.compile(expression);
      long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(PATIENCE_MINUTES);
      while (!line.matcher(output()).find()) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new IllegalStateException("%s is not printed in%n%s".formatted(line, output()));
        }
        Thread.sleep(100);
      }
    }

    Outcome await() throws IOException, InterruptedException {
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        throw new IllegalStateException("chm-corr does not end; its output:\n" + output());
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Outcome(process.exitValue(), output(), seconds);
    }
  }

  /** Starts a command; the process is the driver's own, since the script replaces itself by it. */
  Running start(String... command) throws IOException {
    List<String> line = new ArrayList<>(wrapper);
    line.add("submit/chm-corr");
    line.addAll(options);
    line.addAll(List.of(command));
    Path log = Files.createTempFile(folder, "chm-corr-", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().remove("SPARK_HOME");
    builder.environment().putAll(environment);
    long start = System.nanoTime();
    return new Running(builder.start(), log, start);
  }

  /** Runs a command to its end. */
  Outcome run(String... command) throws IOException, InterruptedException {
    return start(command).await();
  }
}
