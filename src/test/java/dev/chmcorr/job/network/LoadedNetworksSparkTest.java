package dev.chmcorr.job.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.job.run.RunScope;
import dev.chmcorr.model.FormulaWeights;
import dev.chmcorr.model.archive.Provenance;
import dev.chmcorr.model.importer.ResNetImporter;
import dev.chmcorr.model.importer.ResNetLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadedNetworksSparkTest {
  @TempDir private Path folder;
  private final LocalSpark spark = new LocalSpark();

  private NetworkSpec networks(RunScope scope, int batch) throws IOException {
    Path archive = folder.resolve("once.pt");
    ResNetImporter.write(
        FormulaWeights.small("once", 4, List.of(1, 1, 1, 1)),
        ResNetLayout.TORCHVISION,
        new Provenance("once", "00"),
        archive);
    return NetworkSpec.ship(
        spark.context(),
        scope.run(),
        new NetworkOptions(archive.toString(), null, Precision.FP32, DeviceChoice.CPU, batch));
  }

  /** What a few tasks that run at once see of a run's trunk. */
  private static List<String> trunks(NetworkSpec networks) {
    List<Integer> tasks = IntStream.range(0, 8).boxed().toList();
    return JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext())
        .parallelize(tasks, tasks.size())
        .map(
            task -> {
              var trunk = LoadedNetworks.trunk(networks);
              return System.identityHashCode(trunk) + ", batches of " + trunk.batchSize();
            })
        .collect();
  }

  @Test
  void allTasksOfARunShareOneNetwork() throws IOException {
    try (RunScope scope = RunScope.begin(spark.context())) {
      List<String> trunks = trunks(networks(scope, NetworkOptions.BY_DEVICE));

      assertThat(trunks).hasSize(8).containsOnly(trunks.get(0));
      assertThat(trunks.get(0)).endsWith(", batches of 8");
    }
  }

  @Test
  void anotherBatchIsAnotherNetwork() throws IOException {
    try (RunScope scope = RunScope.begin(spark.context())) {
      assertThat(trunks(networks(scope, 2)).get(0)).endsWith(", batches of 2");
      assertThat(trunks(networks(scope, 3)).get(0)).endsWith(", batches of 3");
    }
  }

  @Test
  void aRunsNetworkOutlivesOtherRunsButNotItsOwn() throws IOException {
    try (RunScope first = RunScope.begin(spark.context())) {
      NetworkSpec networks = networks(first, 2);
      List<String> before = trunks(networks);
      try (RunScope second = RunScope.begin(spark.context())) {
        assertThat(trunks(networks(second, 2))).doesNotContainAnyElementsOf(before);
      }

      assertThat(trunks(networks)).isEqualTo(before);
      first.close();
      // A task that comes too late loads one for itself.
      assertThat(trunks(networks)).doesNotContainAnyElementsOf(before);
    }
  }
}
