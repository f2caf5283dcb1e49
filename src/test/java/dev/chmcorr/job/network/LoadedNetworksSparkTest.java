package dev.chmcorr.job.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.job.run.LocalSpark;
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

  private NetworkSpec networks() throws IOException {
    Path archive = folder.resolve("once.pt");
    ResNetImporter.write(
        FormulaWeights.small("once", 4, List.of(1, 1, 1, 1)),
        ResNetLayout.TORCHVISION,
        new Provenance("once", "00"),
        archive);
    return NetworkSpec.ship(
        spark.context(),
        new NetworkOptions(
            archive.toString(), null, Precision.FP32, DeviceChoice.CPU, NetworkOptions.BY_DEVICE));
  }

  @Test
  void allTasksOfAJvmShareOneNetwork() throws IOException {
    NetworkSpec networks = networks();
    List<Integer> tasks = IntStream.range(0, 8).boxed().toList();

    List<String> trunks =
        JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext())
            .parallelize(tasks, tasks.size())
            .map(
                task -> {
                  var trunk = LoadedNetworks.trunk(networks);
                  return System.identityHashCode(trunk) + ", batches of " + trunk.batchSize();
                })
            .collect();

    assertThat(trunks).hasSize(8).containsOnly(trunks.get(0));
    assertThat(trunks.get(0)).endsWith(", batches of 8");
  }
}
