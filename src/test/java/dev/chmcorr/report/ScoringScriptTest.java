package dev.chmcorr.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.chm.AttentionScoring;
import dev.chmcorr.chm.Candidate;
import dev.chmcorr.chm.MaskScoring;
import dev.chmcorr.chm.Reranking;
import dev.chmcorr.chm.Scoring;
import dev.chmcorr.chm.Vote;
import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.ComparedPair;
import dev.chmcorr.domain.Correspondence;
import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.ImageRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mozilla.javascript.NativeObject;

/** A report's script scores, orders and votes as the program does, to the last bit. */
class ScoringScriptTest {
  private static final int CANDIDATES = 40;
  private static final int CLASSES = 6;
  private static final int CELLS = 49;

  private static Script script;

  private final Random random = new Random(11);

  @BeforeAll
  static void load() {
    script = Script.of("site/js/scoring.js");
  }

  @AfterAll
  static void leave() {
    script.close();
  }

  @ParameterizedTest
  @EnumSource
  void attentionCountsAlike(Axes axes) {
    for (double t : new double[] {0, 0.3, 0.55, 0.9, 1, 1.5}) {
      List<Candidate> candidates = candidates();
      assertSame(candidates, new AttentionScoring(axes, t), "t: " + t);
    }
  }

  @ParameterizedTest
  @EnumSource
  void chosenPartsCountAlike(Axes axes) {
    for (double density : new double[] {0, 0.05, 0.5, 1}) {
      double[] mask = new double[CELLS];
      Arrays.setAll(mask, cell -> random.nextDouble() < density ? 1 : 0);
      assertSame(candidates(), new MaskScoring(axes, mask), "mask: " + Arrays.toString(mask));
    }
  }

  @Test
  void weightsOfMasksCountAlike() {
    double[] mask = random.doubles(CELLS, -1, 1).toArray();
    assertSame(candidates(), new MaskScoring(Axes.ALIGNED, mask), "mask: " + Arrays.toString(mask));
  }

  /** 0/0 keeps no cell; equal scores stay in the order of the ranking. */
  @Test
  void attentionThatIsTheSameEverywhereKeepsNothing() {
    List<Candidate> candidates = new ArrayList<>();
    for (int rank = 1; rank <= 3; rank++) {
      candidates.add(candidate(rank, pair(new float[CELLS])));
    }
    assertSame(candidates, new AttentionScoring(Axes.PUBLISHED, 0.55), "t: 0.55");
  }

  @Test
  void fewerCandidatesCanBeAskedFor() {
    List<Candidate> candidates = candidates();
    define(candidates);
    List<Integer> ranks =
        script.numbers(
            "scoring.rerank(ranking, {axes: 'published', t: 0.5}, 7).map(s => s.candidate.rank)");

    assertThat(ranks)
        .isEqualTo(
            Reranking.of(new AttentionScoring(Axes.PUBLISHED, 0.5), candidates.subList(0, 7))
                .ordered()
                .stream()
                .map(scored -> scored.candidate().rank())
                .toList());
  }

  /** Row 0, column 2 of a map is grid point i = 2, j = 0. */
  @Test
  void bestCellsAreGridPointsOfTheTransposedMap() {
    script.run(
        "var weights = new Array(49).fill(0); weights[2] = 3; weights[7] = 2; weights[48] = 1;");

    assertThat(script.numbers("scoring.bestPoints(weights, 5)")).containsExactly(14, 1, 48, 0, 2);
  }

  private void assertSame(List<Candidate> candidates, Scoring scoring, String rule) {
    Axes axes =
        scoring instanceof MaskScoring mask ? mask.axes() : ((AttentionScoring) scoring).axes();
    Reranking expected = Reranking.of(scoring, candidates);
    define(candidates);
    script.run(
        "var rule = {axes: '%s', %s}; var ordered = scoring.rerank(ranking, rule, 100);"
            .formatted(axes.name().toLowerCase(Locale.ROOT), rule));

    assertThat(script.numbers("ordered.map(s => s.candidate.rank)"))
        .isEqualTo(expected.ordered().stream().map(s -> s.candidate().rank()).toList());
    assertThat(script.doubles("ordered.map(s => s.score)"))
        .isEqualTo(expected.ordered().stream().map(Reranking.Scored::score).toList());
    assertThat(script.doubles("ordered[0].weights"))
        .isEqualTo(Arrays.stream(expected.ordered().get(0).weighted()).boxed().toList());
    assertThat(script.numbers("[scoring.shownCells(rule)]")).containsExactly(scoring.bestCells());
    for (int k : new int[] {1, 2, 5, 20, 100}) {
      Vote vote = expected.vote(k);
      NativeObject best =
          (NativeObject)
              script.run("scoring.votes(ordered.map(s => s.candidate.class), %d)[0]".formatted(k));
      assertThat("class " + ((Number) best.get("class")).intValue()).isEqualTo(vote.className());
      assertThat(((Number) best.get("votes")).intValue()).isEqualTo(vote.votes());
    }
  }

  private List<Candidate> candidates() {
    List<Candidate> candidates = new ArrayList<>();
    for (int rank = 1; rank <= CANDIDATES; rank++) {
      candidates.add(candidate(rank, pair(floats())));
    }
    return candidates;
  }

  private Candidate candidate(int rank, ComparedPair pair) {
    int label = random.nextInt(CLASSES);
    return new Candidate(
        new ImageRef(
            1000 + rank, "x/" + rank + ".jpg", "class " + label, label, FileVersion.UNKNOWN),
        rank,
        pair);
  }

  private ComparedPair pair(float[] attention) {
    return new Correspondence(floats(), floats(), floats(), floats(), attention);
  }

  /** Some of them equal, and of different sizes, so that sums round. */
  private float[] floats() {
    float[] values = new float[CELLS];
    for (int i = 0; i < CELLS; i++) {
      values[i] = i % 5 == 0 ? 0.25f : (float) (random.nextGaussian() * Math.pow(10, i % 4 - 2));
    }
    return values;
  }

  private static void define(List<Candidate> candidates) {
    StringBuilder text = new StringBuilder("var scoring = chmcorr.scoring; var ranking = [");
    for (Candidate candidate : candidates) {
      ComparedPair pair = candidate.pair();
      text.append(
              "{rank: %d, class: %d, pair: {"
                  .formatted(candidate.rank(), candidate.image().label()))
          .append("published: ")
          .append(array(pair.similarity(Axes.PUBLISHED)))
          .append(", aligned: ")
          .append(array(pair.similarity(Axes.ALIGNED)))
          .append(", attention: ")
          .append(array(pair.attention()))
          .append("}},");
    }
    script.run(text.append("];").toString());
  }

  /** Every float is a double, whose shortest decimals give it back. */
  private static String array(float[] values) {
    StringBuilder text = new StringBuilder("new Float32Array([");
    for (float value : values) {
      text.append((double) value).append(',');
    }
    return text.append("])").toString();
  }
}
