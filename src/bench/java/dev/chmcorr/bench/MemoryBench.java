package dev.chmcorr.bench;

import dev.chmcorr.bench.results.Machine;
import dev.chmcorr.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.commons.io.file.PathUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "memory",
    mixinStandardHelpOptions = true,
    header = "Peak resident memory of a whole process, a new one per setting.%n")
final class MemoryBench implements Callable<Integer> {
  private static final int QUERIES = 8;

  @Mixin private Material material;

  @Option(
      names = "--child-heap",
      paramLabel = "SIZE",
      defaultValue = "2g",
      description = "Heap of each process. Default: ${DEFAULT-VALUE}")
  private String heap;

  @Option(
      names = "--batches",
      paramLabel = "N",
      split = ",",
      defaultValue = "8,64",
      description = "Values of --bs for embed. Default: ${DEFAULT-VALUE}")
  private int[] batches;

  @Option(
      names = "--caches",
      paramLabel = "MIB",
      split = ",",
      defaultValue = "64,1024",
      description = "Values of --cache-mib for correspond. Default: ${DEFAULT-VALUE}")
  private int[] caches;

  @Option(
      names = "--precision",
      paramLabel = "auto|fp32|bf16",
      defaultValue = "auto",
      description = "Default: ${DEFAULT-VALUE}")
  private String precision;

  @Override
  public Integer call() throws Exception {
    System.out.println("machine: " + Machine.here());
    System.out.printf("  %-12s %-22s %12s %9s%n", "stage", "setting", "peak MiB", "seconds");
    for (int batch : batches) {
      List<String> knn =
          arguments(
              "knn",
              "--name",
              "knn",
              "--out",
              fresh("memory-knn"),
              "--bs",
              batch,
              "--precision",
              precision);
      measure("embed", "%s, --bs %d".formatted(precision, batch), knn);
      if (batch == batches[0]) {
        // The same run again would only say that it is finished.
        List<String> other = new ArrayList<>(knn);
        other.set(other.indexOf("--name") + 1, "again");
        measure("rank", "embeddings at hand", other);
      }
    }
    for (int cache : caches) {
      correspond(cache);
    }
    return 0;
  }

  private void correspond(int cache) throws IOException {
    int gallery = Material.images(material.train()).size();
    Path rankings =
        Jobs.rankings(
            material,
            "memory.pickle",
            QUERIES,
            (query, rank) -> (query * Jobs.CANDIDATES + rank) % gallery);
    measure(
        "correspond",
        "%s, --cache-mib %d".formatted(precision, cache),
        arguments(
            "rerank",
            "--knn",
            rankings,
            "--chm",
            material.chmArchive(),
            "--out",
            fresh("memory-rerank"),
            "--cache-mib",
            cache,
            "--precision",
            precision));
  }

  private List<String> arguments(String command, Object... options) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(
        List.of(
            command,
            "--train",
            material.train().toString(),
            "--val",
            material.val().toString(),
            "--model",
            material.trunkArchive().toString()));
    Arrays.stream(options).map(Object::toString).forEach(arguments::add);
    return arguments;
  }

  private Path fresh(String name) throws IOException {
    Path folder = material.context(name);
    if (Files.exists(folder)) {
      PathUtils.deleteDirectory(folder);
    }
    return folder;
  }

  private void measure(String stage, String setting, List<String> arguments) throws IOException {
    Child.Outcome outcome =
        Child.run(material.context("memory.log"), heap, Main.class.getName(), arguments);
    System.out.printf(
        Locale.ROOT,
        "  %-12s %-22s %12d %9.1f%n",
        stage,
        setting,
        outcome.peakMebibytes(),
        outcome.seconds());
  }
}
