package dev.chmcorr.job.rescore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.chm.Vote;
import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.ImageClass;
import dev.chmcorr.table.Setting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class QueryVotesTest {
  private static final TreeSet<Integer> KS = new TreeSet<>(List.of(1, 2, 3, 5, 8, 13));
  private static final int NEIGHBOURS = 12;
  private static final int SCORES = 3;

  private final SplittableRandom random = new SplittableRandom(5);
  private final TreeMap<Integer, ImageClass> ranking = new TreeMap<>();
  private final Map<Integer, double[]> scores = new HashMap<>();

  /** Few classes and few scores, so that many are equal; some candidates have failed. */
  private QueryVotes query() {
    ranking.clear();
    scores.clear();
    for (int rank = 1; rank <= NEIGHBOURS; rank++) {
      int label = random.nextInt(4);
      // Names against the order of labels: labels decide.
      ranking.put(rank, new ImageClass("class " + (9 - label), label));
      if (random.nextInt(5) > 0) {
        scores.put(rank, random.ints(SCORES, -2, 3).mapToDouble(i -> i / 7.0).toArray());
      }
    }
    return new QueryVotes(ranking, scores, KS);
  }

  private static GridSetting setting(int n, int k, int score) {
    return new GridSetting(new Setting(null, n, k, 0.5, Axes.ALIGNED, null), 5, score, -1);
  }

  @Test
  void votesAreThoseOfEverySettingByItself() {
    for (int trial = 0; trial < 100; trial++) {
      QueryVotes query = query();
      for (int k : KS) {
        assertThat(query.knn(k)).isEqualTo(Vote.majority(List.copyOf(ranking.values()), k));
        for (int n = 1; n <= NEIGHBOURS + 1; n++) {
          for (int score = 0; score < SCORES; score++) {
            List<ImageClass> best = best(n, score);
            assertThat(query.reranked(setting(n, k, score)))
                .isEqualTo(best.isEmpty() ? null : Vote.majority(best, k));
          }
        }
      }
    }
  }

  private List<ImageClass> best(int n, int score) {
    List<Integer> candidates = new ArrayList<>(scores.keySet());
    candidates.removeIf(rank -> rank > n);
    candidates.sort(
        Comparator.comparingDouble((Integer rank) -> -scores.get(rank)[score])
            .thenComparing(rank -> rank));
    return candidates.stream().map(ranking::get).toList();
  }

  @Test
  void aQueryWithoutAComparedCandidateHasNoVoteButKnn() {
    query();
    scores.clear();

    QueryVotes query = new QueryVotes(ranking, scores, KS);

    assertThat(query.reranked(setting(5, 3, 0))).isNull();
    assertThat(query.knn(1).className()).isEqualTo(ranking.get(1).name());
  }
}
