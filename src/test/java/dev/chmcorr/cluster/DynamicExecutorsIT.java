package dev.chmcorr.cluster;

import static dev.chmcorr.cluster.FaultyDisk.Kind.STALL;
import static java.util.Comparator.naturalOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chmcorr.demo.BirdGenerator;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.model.torch.TorchDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Executors that come and go while a run is under way, on a standalone cluster of two workers with
 * the settings of conf/standalone.conf for that.
 */
@Tag("cluster")
class DynamicExecutorsIT {
  private static final List<String> DECOMMISSION = List.of("spark.decommission.enabled true");
  private static final Pattern SETTING =
      Pattern.compile("(?m)^#(spark\\.\\S*(?:dynamicAllocation|decommission)\\S*)\\s+(\\S+)");
  private static final int PATIENCE_SECONDS = 90;
  private static final String LIMIT = "ONEDNN_MAX_CPU_ISA";

  @TempDir private static Path folder;
  private static StandaloneCluster cluster;
  private static Trial trial;

  @BeforeAll
  static void runUndisturbed() throws Exception {
    // Three tasks that embed, two chunks of queries.
    Birds birds = Birds.write(folder.resolve("birds"), new BirdGenerator.Options(3, 15, 8, 1));
    cluster = StandaloneCluster.start(folder.resolve("cluster"), 2, DECOMMISSION);
    trial = new Trial(folder, birds, submit(cluster));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static Submit submit(StandaloneCluster on) throws Exception {
    return new Submit(folder, List.of("--master", on.url(), "--executor-memory", "1g"))
        .quick()
        .with("--conf", "spark.sql.shuffle.partitions=4");
  }

  /**
   * By the lines of conf/standalone.conf for this.
   *
   * @param events folder for Spark's record of what happened
   */
  private static Submit dynamic(Path events) throws IOException {
    String file = Files.readString(Path.of("conf", "standalone.conf"));
    Submit submit = trial.submit();
    for (MatchResult setting : SETTING.matcher(file).results().toList()) {
      submit = submit.with("--conf", setting.group(1) + "=" + setting.group(2));
    }
    return submit
        .with("--conf", "spark.executor.cores=1")
        .with("--conf", "spark.eventLog.enabled=true")
        .with("--conf", "spark.eventLog.compress=false")
        .with("--conf", "spark.eventLog.dir=" + events.toUri());
  }

  private static Path newEvents() throws IOException {
    return Files.createTempDirectory(folder, "events-");
  }

  @Test
  void knnLosesNothingByExecutorsThatAreDecommissioned() throws Exception {
    Fault embed = trial.fault(STALL, "open", ".*/train/002[^/]*/[^/]*");
    Fault rank = trial.fault(STALL, "create", ".*/_rankings_new/_temporary/.*/part-[^/]*");
    RunFolder run = trial.newRun();
    Path events = newEvents();
    long before = executors();

    Submit.Running running = dynamic(events).with(Fault.options(embed, rank)).start(trial.knn(run));
    decommission(running, embed);
    decommission(running, rank);

    String what = "executors decommissioned in embed and in rank";
    trial.recoverKnn(what, running, run);
    assertNothingLost(events);
    assertThat(executors() - before).isGreaterThan(1);
  }

  @Test
  void rerankLosesNoPairByExecutorsThatAreDecommissioned() throws Exception {
    Fault correspond = trial.fault(STALL, "open", ".*/val/003[^/]*/[^/]*");
    Fault score = trial.fault(STALL, "create", ".*/per-query/.*/[^/]*");
    RunFolder run = trial.newRun();
    Path events = newEvents();
    long before = executors();

    Submit.Running running =
        dynamic(events).with(Fault.options(correspond, score)).start(trial.rerank(run));
    decommission(running, correspond);
    decommission(running, score);

    String what = "executors decommissioned in correspond and in score";
    trial.recoverRerank(what, running, run);
    // What a stage has shuffled is made again if nobody was there to take it: neither tries nor
    // pairs are lost.
    assertThat(all(events, "SparkListenerTaskEnd", "/Task End Reason/Reason"))
        .contains("Success")
        .isSubsetOf("Success", "Resubmitted", "FetchFailed");
    assertThat(executors() - before).isGreaterThan(1);
  }

  /** The only task of a stage stands still, and the other executor has nothing to do. */
  @Test
  void anExecutorThatIsIdleGoes() throws Exception {
    Fault embed = trial.fault(STALL, "open", ".*/val/003[^/]*/[^/]*");
    RunFolder run = trial.newRun();
    Path events = newEvents();
    Submit two =
        dynamic(events)
            .with("--conf", "spark.dynamicAllocation.initialExecutors=2")
            .with("--conf", "spark.dynamicAllocation.executorIdleTimeout=10s")
            .with("--conf", "spark.dynamicAllocation.shuffleTracking.timeout=10s");

    Submit.Running running = two.with(Fault.options(embed)).start(trial.knn(run));
    ProcessHandle busy = embed.await(0, running);
    otherThan(busy).onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(busy.isAlive()).isTrue();
    embed.release();

    trial.recoverKnn("an executor idle and gone", running, run);
    assertNothingLost(events);
  }

  /** Another executor, which may have yet to come. */
  private static ProcessHandle otherThan(ProcessHandle executor) throws InterruptedException {
    for (int poll = 0; poll < 10 * PATIENCE_SECONDS; poll++) {
      Optional<ProcessHandle> other =
          Stream.of(0, 1)
              .flatMap(worker -> cluster.worker(worker).children().stream())
              .filter(process -> process.pid() != executor.pid())
              .findFirst();
      if (other.isPresent()) {
        return other.get();
      }
      Thread.sleep(100);
    }
    throw new IllegalStateException("No second executor came");
  }

  /** By itself it would compute in bfloat16. */
  @Test
  void anExecutorThatComesLateComputesAsTheFirst() throws Exception {
    assumeTrue(
        TorchDevice.cpu().resolve(Precision.AUTO) == Precision.BF16,
        "this processor has no bfloat16");
    Fault first = trial.fault(STALL, "open", ".*/train/002[^/]*/[^/]*");
    // Of the second task: the first reads ahead.
    Fault late = trial.fault(STALL, "open", ".*/train/" + lastTrainImage());
    RunFolder run = trial.newRun();
    try (StandaloneCluster other = StandaloneCluster.start(folder.resolve("late"), 0)) {
      Daemon limited = other.addWorker(Map.of(LIMIT, "AVX512_CORE"));
      limited.await("Successfully registered with master");
      String[] knn = trial.knn(run);
      knn[List.of(knn).indexOf("fp32")] = "auto";
      Submit.Running running = submit(other).with(Fault.options(first, late)).start(knn);
      ProcessHandle earlier = first.await(0, running);
      other.addWorker(Map.of());
      ProcessHandle later = late.await(0, running);
      assertThat(later).isNotEqualTo(earlier);
      late.release();
      first.release();

      Submit.Outcome outcome = Trial.succeed(running);
      assertThat(outcome.output()).contains("networks: computing in fp32");
    }
    List<Row> expected = embeddings(trial.undisturbed());
    List<Row> actual = embeddings(run);
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      List<Float> is = actual.get(i).getList(1);
      List<Float> was = expected.get(i).getList(1);
      for (int j = 0; j < was.size(); j++) {
        // bfloat16 would differ by some hundredths.
        assertThat(is.get(j)).isCloseTo(was.get(j), within(1e-5f * (1 + Math.abs(was.get(j)))));
      }
    }
  }

  private static String lastTrainImage() throws IOException {
    Path train = folder.resolve("birds/train");
    try (Stream<Path> files = Files.walk(train)) {
      return files
          .filter(Files::isRegularFile)
          .map(train::relativize)
          .max(naturalOrder())
          .orElseThrow()
          .toString();
    }
  }

  private static List<Row> embeddings(RunFolder run) throws IOException {
    return LocalSpark.session()
        .read()
        .parquet(run.embeddings("train"))
        .select("image_id", "embedding")
        .orderBy("image_id")
        .collectAsList();
  }

  /** As a machine that is to be switched off does it; the executor first ends what it is at. */
  private static void decommission(Submit.Running running, Fault fault) throws Exception {
    ProcessHandle executor = fault.await(0, running);
    assertThat(executor.pid()).isNotEqualTo(running.process().pid());
    new ProcessBuilder("kill", "-PWR", Long.toString(executor.pid())).inheritIO().start().waitFor();
    // Until the driver knows.
    Thread.sleep(1000);
    assertThat(executor.isAlive()).isTrue();
    fault.release();
    executor.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** By Spark's own record no task failed, and no stage ran again for want of what it had made. */
  private static void assertNothingLost(Path folder) throws IOException {
    assertThat(all(folder, "SparkListenerTaskEnd", "/Task End Reason/Reason"))
        .containsOnly("Success");
    assertThat(all(folder, "SparkListenerStageCompleted", "/Stage Info/Stage Attempt ID"))
        .containsOnly("0");
  }

  /** The values that events of a kind have in a place. */
  private static List<String> all(Path folder, String kind, String place) throws IOException {
    List<String> values = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().startsWith("events_")).toList()) {
        for (String line : Files.readAllLines(file)) {
          // The last may be half written.
          if (line.startsWith("{\"Event\":\"%s\"".formatted(kind)) && line.endsWith("}")) {
            values.add(new ObjectMapper().readTree(line).at(place).asText());
          }
        }
      }
    }
    return values;
  }

  /** How many executors the workers have had. */
  private static long executors() throws IOException {
    long executors = 0;
    for (int worker = 0; worker < 2; worker++) {
      try (Stream<Path> files = Files.walk(cluster.work(worker), 2)) {
        executors += files.filter(f -> f.getFileName().toString().matches("[0-9]+")).count();
      }
    }
    return executors;
  }
}
