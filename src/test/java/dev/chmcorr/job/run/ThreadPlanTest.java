package dev.chmcorr.job.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadPlanTest {
  private static ThreadPlan plan(int processors, String master, Map<String, String> settings) {
    SparkConf conf = new SparkConf(false).set("spark.master", master);
    settings.forEach(conf::set);
    return ThreadPlan.of(conf, processors);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          local              |  2 |  1
          local[*]           |  2 |  2
          local[*]           | 16 | 16
          local[2]           | 16 |  2
          local[ 3 , 4 ]     | 16 |  3
          local[4]           |  2 |  4
          local-cluster[2,1,1024] | 16 | 1
          local-cluster[2, 3 ,1024] | 16 | 3
          spark://head:7077  |  8 |  8
          yarn               | 16 |  1
          k8s://https://head | 16 |  1
          """)
  void coresOfAJvmFollowTheMaster(String master, int processors, int cores) {
    assertThat(plan(processors, master, Map.of()).tasks()).isEqualTo(cores);
  }

  @Test
  void tasksOfOneCoreHaveOneNetworkThread() {
    assertThat(plan(2, "local[2]", Map.of())).isEqualTo(new ThreadPlan(2, 1, 1, 1));
    assertThat(plan(16, "local[*]", Map.of())).isEqualTo(new ThreadPlan(16, 1, 1, 1));
  }

  @Test
  void coresOfATaskGoToItsNetwork() {
    Map<String, String> settings = Map.of("spark.executor.cores", "16", "spark.task.cpus", "8");

    assertThat(plan(64, "yarn", settings)).isEqualTo(new ThreadPlan(2, 8, 2, 8));
  }

  @Test
  void moreSlotsThanProcessorsDoNotMultiplyThreads() {
    assertThat(plan(2, "local[4]", Map.of()).network()).isEqualTo(1);
    assertThat(plan(2, "local[8]", Map.of("spark.task.cpus", "4")).network()).isEqualTo(1);
  }

  @Test
  void aGpuHasAllCoresDecodeForIt() {
    Map<String, String> settings =
        Map.of(
            "spark.executor.cores", "16",
            "spark.executor.resource.gpu.amount", "1",
            "spark.task.resource.gpu.amount", "1");

    assertThat(plan(16, "spark://head:7077", settings)).isEqualTo(new ThreadPlan(1, 16, 4, 16));
  }

  @Test
  void tasksMayShareAGpu() {
    Map<String, String> settings =
        Map.of(
            "spark.executor.cores", "16",
            "spark.executor.resource.gpu.amount", "2",
            "spark.task.resource.gpu.amount", "0.5");

    ThreadPlan plan = plan(16, "spark://head:7077", settings);

    assertThat(plan.tasks()).isEqualTo(4);
    assertThat(plan.decodeOnGpu()).isEqualTo(4);
  }

  @Test
  void settingsWin() {
    Map<String, String> settings = Map.of(ThreadPlan.NETWORK, "3", ThreadPlan.DECODE, "5");

    assertThat(plan(2, "local[2]", settings)).isEqualTo(new ThreadPlan(2, 3, 5, 5));
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "many", "1025"})
  void numbersOfThreadsAreChecked(String value) {
    assertThatThrownBy(() -> plan(2, "local[2]", Map.of(ThreadPlan.DECODE, value)))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid spark.chmcorr.decodeThreads: " + value + " (must be 1..1024)");
  }
}
