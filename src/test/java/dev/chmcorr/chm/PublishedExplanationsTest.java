package dev.chmcorr.chm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chmcorr.Coarse;
import dev.chmcorr.Npz;
import dev.chmcorr.Shared;
import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.Correspondence;
import dev.chmcorr.domain.GroundTruth;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.Query;
import dev.chmcorr.domain.QueryExplanation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scores and explanations from the published program's own points and maps. */
class PublishedExplanationsTest {
  private static final int CANDIDATES = 50;
  private static final int K = 20;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "single_0",
        "single_1",
        "single_2",
        "single_3",
        "multi_37",
        "multi_38",
        "mask_60",
        "mask_61"
      })
  void attentionScoresEqualThePublishedOnesBitForBit(String name) {
    Npz npz = Npz.open(Shared.path("reference/" + name + ".npz"));
    Scoring scoring = new AttentionScoring(Axes.PUBLISHED, 0.55);

    double[] scores =
        correspondences(npz).stream()
            .mapToDouble(pair -> scoring.score(scoring.weighted(pair)))
            .toArray();

    assertThat(scores).containsExactly(npz.doubles("scores"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "single_0",
        "single_1",
        "single_2",
        "single_3",
        "multi_37",
        "multi_38",
        "mask_60",
        "mask_61"
      })
  void everyFieldEqualsThePublishedOne(String name) throws IOException {
    Npz npz = Npz.open(Shared.path("reference/" + name + ".npz"));
    JsonNode json =
        new ObjectMapper().readTree(Shared.path("reference/" + name + ".json").toFile());

    QueryExplanation actual = explain(npz, json);

    assertThat(actual.k()).isEqualTo(json.get("K").asInt());
    assertThat(actual.n()).isEqualTo(json.get("N").asInt());
    assertThat(actual.knnPrediction()).isEqualTo(json.get("knn-prediction").asText());
    assertThat(actual.knnVotes()).isEqualTo(json.get("knn-prediction-confidence").asInt());
    assertThat(actual.knnNeighboursOfClass()).isEqualTo(texts(json, "knn-nearest-neighbors"));
    assertThat(actual.knnNeighbours()).isEqualTo(texts(json, "knn-nearest-neighbors-all"));
    assertThat(actual.chmPrediction()).isEqualTo(json.get("chm-prediction").asText());
    assertThat(actual.chmVotes()).isEqualTo(json.get("chm-prediction-confidence").asInt());
    assertThat(actual.chmNeighboursOfClass()).isEqualTo(texts(json, "chm-nearest-neighbors"));
    assertThat(actual.chmNeighbours()).isEqualTo(texts(json, "chm-nearest-neighbors-all"));
    assertThat(actual.bestCells()).isEqualTo(json.get("non_zero_mask").asInt());
    assertThat(actual.pairs()).hasSameSizeAs(actual.chmNeighboursOfClass());
    for (int i = 0; i < actual.pairs().size(); i++) {
      checkPair(actual.pairs().get(i), json, i);
    }
  }

  private static void checkPair(QueryExplanation.Pair pair, JsonNode json, int i) {
    assertThat(flat(pair.cells())).containsExactly(numbers(json.get("correspondance_map").get(i)));
    assertThat(doubles(pair.maskedCosines()))
        .containsExactly(numbers(json.get("masked_cos_values").get(i)));
    assertThat(flat(pair.sourceKeypoints()))
        .containsExactly(numbers(json.get("src-keypoints").get(i)));
    assertThat(flat(pair.targetKeypoints()))
        .containsExactly(numbers(json.get("tgt-keypoints").get(i)));
    // The published points are float64; the archive that feeds this test holds them as float32.
    assertThat(flat(pair.transferredPoints()))
        .containsExactly(
            numbers(json.get("transferred_kpoints").get(i)), Offset.offset(Math.ulp(1f) / 2.0));
  }

  private static QueryExplanation explain(Npz npz, JsonNode json) {
    List<ImageRef> ranking = ranking(json.get("id").asInt());
    List<Correspondence> pairs = correspondences(npz);
    List<Candidate> candidates =
        IntStream.range(0, CANDIDATES)
            .mapToObj(i -> new Candidate(ranking.get(i), i + 1, pairs.get(i)))
            .toList();
    Scoring scoring =
        json.has("mask")
            ? new MaskScoring(Axes.PUBLISHED, numbers(json.get("mask")))
            : new AttentionScoring(Axes.PUBLISHED, 0.55);
    String path = json.get("q").asText();
    String className = json.get("gt_name").asText();
    Query query =
        new Query(json.get("id").asInt(), path, path, className, GroundTruth.of(className));
    return Explanations.explain(query, ranking, Reranking.of(scoring, candidates), K);
  }

  private static List<ImageRef> ranking(int query) {
    List<String> gallery = Coarse.gallery();
    return Arrays.stream(Coarse.rankings().get(query))
        .mapToObj(id -> new ImageRef(id, gallery.get(id), gallery.get(id).split("/")[1], 0))
        .toList();
  }

  private static List<Correspondence> correspondences(Npz npz) {
    float[] points = npz.floats("transferred");
    float[] sims = npz.floats("sims");
    float[] attention = npz.floats("cc");
    int n = Grid.POINTS;
    List<Correspondence> pairs = new ArrayList<>();
    for (int i = 0; i < CANDIDATES; i++) {
      pairs.add(
          new Correspondence(
              Arrays.copyOfRange(points, 2 * i * n, (2 * i + 1) * n),
              Arrays.copyOfRange(points, (2 * i + 1) * n, (2 * i + 2) * n),
              Arrays.copyOfRange(sims, i * n, (i + 1) * n),
              new float[n],
              Arrays.copyOfRange(attention, i * n, (i + 1) * n)));
    }
    return pairs;
  }

  private static List<String> texts(JsonNode json, String key) {
    List<String> texts = new ArrayList<>();
    json.get(key).forEach(node -> texts.add(node.asText()));
    return texts;
  }

  /** All numbers of a nested list, in order. */
  private static double[] numbers(JsonNode node) {
    if (!node.isArray()) {
      return new double[] {node.asDouble()};
    }
    List<double[]> parts = new ArrayList<>();
    node.forEach(child -> parts.add(numbers(child)));
    return parts.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  private static double[] flat(int[][] rows) {
    return Arrays.stream(rows).flatMapToInt(Arrays::stream).asDoubleStream().toArray();
  }

  private static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }

  private static double[] flat(float[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(row -> Arrays.stream(doubles(row))).toArray();
  }

  private static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }
}
