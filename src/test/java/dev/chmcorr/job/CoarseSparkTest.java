package dev.chmcorr.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chmcorr.Npz;
import dev.chmcorr.Shared;
import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.job.input.DataOptions;
import dev.chmcorr.job.input.DataOptions.GalleryClasses;
import dev.chmcorr.job.input.DataOptions.MissingClasses;
import dev.chmcorr.job.input.OnError;
import dev.chmcorr.job.knn.KnnJob;
import dev.chmcorr.job.knn.KnnOptions;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.rankings.RankingsJob;
import dev.chmcorr.job.rerank.RerankJob;
import dev.chmcorr.job.rerank.RerankOptions;
import dev.chmcorr.job.rerank.RerankOptions.Scoring;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.job.score.PerQuery;
import dev.chmcorr.model.FormulaWeights;
import dev.chmcorr.model.archive.Provenance;
import dev.chmcorr.model.importer.ChmImporter;
import dev.chmcorr.model.importer.ResNetImporter;
import dev.chmcorr.model.importer.ResNetLayout;
import dev.chmcorr.pickle.published.ScoreFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The two jobs on real photographs and full-size networks, against what the published program
 * printed for them: 500 images embedded and ranked, one query re-ranked.
 */
class CoarseSparkTest {
  private static final Provenance FORMULA = new Provenance("formula", "00");

  @TempDir private Path folder;
  private final LocalSpark spark = new LocalSpark();

  @Test
  void ranksAsThePublishedProgram() throws IOException {
    Npz reference = Npz.open(Shared.path("reference/embeddings.npz"));
    ResNetImporter.write(
        FormulaWeights.resnet50(), ResNetLayout.TORCHVISION, FORMULA, folder.resolve("resnet.pt"));

    KnnJob.run(
        spark.context(),
        new KnnOptions("knn", data(), networks(null), TransformSet.SINGLE, 100, folder.toString()));

    for (String split : List.of("gallery", "query")) {
      List<Row> rows =
          LocalSpark.session()
              .read()
              .parquet(folder + "/_embeddings/%s-*/embeddings".formatted(root(split)))
              .sort("image_id")
              .collectAsList();
      float[] expected = reference.floats(split);
      assertThat(rows).hasSize(expected.length / 2048);
      for (int i = 0; i < rows.size(); i++) {
        float[] vector = Arrays.copyOfRange(expected, i * 2048, (i + 1) * 2048);
        assertThat(relativeError(rows.get(i).getList(rows.get(i).fieldIndex("embedding")), vector))
            .as("embedding of %s %d", split, i)
            .isLessThan(1e-4);
      }
    }
    Path pickle = folder.resolve("ours.pickle");
    RankingsJob.exportPickle(spark.context(), folder + "/knn", pickle.toString());
    SortedMap<Integer, int[]> ours = read(pickle);
    read(Shared.path("reference/knn.pickle"))
        .forEach(
            (query, ids) ->
                assertThat(ours.get(query))
                    .as("neighbours of query %d", query)
                    .containsExactlyInAnyOrder(ids));
  }

  @Test
  void reranksAsThePublishedProgram() throws IOException {
    JsonNode reference =
        new ObjectMapper().readTree(Shared.path("reference/single_0.json").toFile());
    Npz pairs = Npz.open(Shared.path("reference/single_0.npz"));
    ResNetImporter.write(
        FormulaWeights.resnet50(), ResNetLayout.TORCHVISION, FORMULA, folder.resolve("resnet.pt"));
    ChmImporter.write(FormulaWeights.chmPsi(), FORMULA, folder.resolve("chm.pt"));
    Path pickle = folder.resolve("first.pickle");
    SortedMap<Integer, int[]> first = new TreeMap<>();
    first.put(0, read(Shared.path("reference/knn.pickle")).get(0));
    try (var out = Files.newOutputStream(pickle)) {
      ScoreFile.write(out, first);
    }

    RerankJob.run(
        spark.context(),
        new RerankOptions(
            data(),
            "chm",
            networks(folder + "/chm.pt"),
            pickle.toString(),
            TransformSet.SINGLE,
            new Scoring(50, 20, 0.55, Axes.PUBLISHED, null),
            folder + "/run",
            null,
            PerQuery.NONE,
            1024));

    Row result = LocalSpark.session().read().parquet(folder + "/run/results").first();
    assertThat(result.<String>getAs("prediction")).isEqualTo(text(reference, "chm-prediction"));
    assertThat(result.<Integer>getAs("votes"))
        .isEqualTo(reference.get("chm-prediction-confidence").intValue());
    List<Row> neighbours = result.getList(result.fieldIndex("neighbours"));
    assertThat(neighbours.subList(0, 20))
        .extracting(row -> relative(row.getAs("path")))
        .isEqualTo(texts(reference, "chm-nearest-neighbors-all"));
    double[] scores = pairs.doubles("scores");
    assertThat(neighbours)
        .allSatisfy(
            row ->
                assertThat(row.<Double>getAs("score"))
                    .isCloseTo(scores[row.<Integer>getAs("knn_rank") - 1], within(1e-4)));
  }

  /** Scores are some 0.007, so 1e-4 of the contract would be no proof. */
  @Test
  void transportsAsThePublishedProgram() throws IOException {
    Npz reference = Npz.open(Shared.path("reference/emd.npz"));
    ResNetImporter.write(
        FormulaWeights.resnet50(), ResNetLayout.TORCHVISION, FORMULA, folder.resolve("resnet.pt"));
    Path pickle = folder.resolve("three.pickle");
    SortedMap<Integer, int[]> three = read(Shared.path("reference/knn.pickle")).headMap(3);
    try (var out = Files.newOutputStream(pickle)) {
      ScoreFile.write(out, three);
    }

    RerankJob.run(
        spark.context(),
        new RerankOptions(
            data(),
            "emd",
            networks(null),
            pickle.toString(),
            TransformSet.SINGLE,
            new Scoring(50, 20, null, null, null),
            folder + "/emd",
            null,
            PerQuery.NONE,
            1024));

    for (Row result :
        LocalSpark.session().read().parquet(folder + "/emd/results").collectAsList()) {
      int query = result.<Integer>getAs("query_id");
      double[] scores = reference.doubles("scores_" + query);
      long[] candidates = reference.longs("candidates_" + query);
      List<Row> neighbours = result.getList(result.fieldIndex("neighbours"));
      assertThat(neighbours).hasSize(50);
      for (Row neighbour : neighbours) {
        int place = neighbour.<Integer>getAs("knn_rank") - 1;
        assertThat(neighbour.<Integer>getAs("gallery_id")).isEqualTo((int) candidates[place]);
        assertThat(neighbour.<Double>getAs("score"))
            .as("query %d, candidate %d", query, place)
            .isCloseTo(scores[place], within(2e-6));
      }
    }
  }

  /** The folder in which a split's images lie. */
  private static String root(String split) {
    return split.equals("gallery") ? "train" : "val";
  }

  private static DataOptions data() {
    return new DataOptions(
        Shared.path("data/coarse/train").toString(),
        Shared.path("data/coarse/val").toString(),
        GalleryClasses.ALL,
        MissingClasses.REFUSE,
        OnError.FAIL);
  }

  private NetworkOptions networks(String chm) {
    return new NetworkOptions(folder + "/resnet.pt", chm, Precision.FP32, DeviceChoice.CPU, 8);
  }

  private static double relativeError(List<Float> ours, float[] expected) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.pow(ours.get(i) - expected[i], 2);
      norm += Math.pow(expected[i], 2);
    }
    return Math.sqrt(difference / norm);
  }

  private static SortedMap<Integer, int[]> read(Path pickle) throws IOException {
    try (InputStream in = Files.newInputStream(pickle)) {
      return ScoreFile.read(in, pickle.toString());
    }
  }

  private static String text(JsonNode node, String name) {
    return node.get(name).textValue();
  }

  private static List<String> texts(JsonNode node, String name) {
    return StreamSupport.stream(node.get(name).spliterator(), false)
        .map(JsonNode::textValue)
        .toList();
  }

  /** The part of a path that the published program printed. */
  private static String relative(String path) {
    return path.substring(path.indexOf("/coarse/") + "/coarse/".length());
  }
}
