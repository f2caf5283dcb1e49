package dev.chmcorr.job.rerank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.demo.BirdGenerator;
import dev.chmcorr.demo.DemoCheckpoints;
import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.job.input.DataOptions;
import dev.chmcorr.job.input.DataOptions.GalleryClasses;
import dev.chmcorr.job.input.DataOptions.MissingClasses;
import dev.chmcorr.job.input.OnError;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.job.score.PerQuery;
import dev.chmcorr.job.tools.ImportModelJob;
import dev.chmcorr.job.tools.ImportModelOptions;
import dev.chmcorr.pickle.published.ScoreFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs in one session, at once: other settings, other caches, networks of their own. */
class RunsSideBySideSparkTest {
  private static final int GALLERY = 9;
  private static final int QUERIES = 6;

  @TempDir private Path folder;
  private final LocalSpark spark = new LocalSpark();

  @BeforeEach
  void prepare() throws IOException {
    BirdGenerator.write(folder.resolve("birds"), new BirdGenerator.Options(3, 3, 2, 1));
    DemoCheckpoints.copyTo(folder);
    importModel(ImportModelJob.Kind.RESNET, DemoCheckpoints.RESNET, "resnet.pt");
    importModel(ImportModelJob.Kind.CHM, DemoCheckpoints.CHM, "chm.pt");
    TreeMap<Integer, int[]> rankings = new TreeMap<>();
    for (int query = 0; query < QUERIES; query++) {
      int shift = query;
      rankings.put(query, IntStream.range(0, GALLERY).map(i -> (i + shift) % GALLERY).toArray());
    }
    try (var out = Files.newOutputStream(folder.resolve("rankings.pickle"))) {
      ScoreFile.write(out, rankings);
    }
  }

  private void importModel(ImportModelJob.Kind kind, String checkpoint, String archive)
      throws IOException {
    ImportModelJob.run(
        spark.context().console(),
        new ImportModelOptions(
            kind, folder.resolve(checkpoint).toString(), folder.resolve(archive).toString()));
  }

  @Test
  @Tag("thorough")
  void neitherFreesWhatTheOtherUses() throws Exception {
    rerank("alone", TransformSet.SINGLE);
    rerank("alone-multi", TransformSet.MULTI);

    List<Callable<RerankReport>> runs =
        List.of(() -> rerank("one", TransformSet.SINGLE), () -> rerank("two", TransformSet.MULTI));
    ExecutorService threads = Executors.newFixedThreadPool(runs.size());
    List<RerankReport> reports = new ArrayList<>();
    for (Future<RerankReport> run : threads.invokeAll(runs)) {
      reports.add(run.get());
    }
    threads.shutdown();

    assertThat(reports).extracting(RerankReport::pairs).containsOnly(6L * 9);
    assertThat(rows("one")).isEqualTo(rows("alone"));
    assertThat(rows("two")).isEqualTo(rows("alone-multi")).isNotEqualTo(rows("one"));
  }

  private RerankReport rerank(String name, TransformSet transform) throws IOException {
    return RerankJob.run(
        new LocalSpark().context(),
        new RerankOptions(
            new DataOptions(
                folder + "/birds/train",
                folder + "/birds/val",
                GalleryClasses.ALL,
                MissingClasses.REFUSE,
                OnError.RECORD,
                Limits.DEFAULT,
                InputOptions.DEFAULT),
            "chm",
            new NetworkOptions(
                folder + "/resnet.pt", folder + "/chm.pt", Precision.FP32, DeviceChoice.CPU, 4),
            folder + "/rankings.pickle",
            transform,
            new RerankOptions.Scoring(GALLERY, 3, 0.55, Axes.ALIGNED, null),
            folder + "/" + name,
            null,
            PerQuery.NONE,
            1));
  }

  private List<String> rows(String name) {
    return LocalSpark.session()
        .read()
        .parquet(folder + "/" + name + "/correspondences")
        .toJSON()
        .collectAsList()
        .stream()
        .sorted()
        .toList();
  }
}
