package dev.chmcorr.job.rescore;

import dev.chmcorr.chm.Vote;
import dev.chmcorr.domain.ImageClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One query's votes in many settings. What settings share is done once: candidates are sorted once
 * for all N and K, and votes counted once for all K.
 */
final class QueryVotes {
  private final List<ImageClass> classes;
  private final int[] ranks;
  private final int[] classOf;
  private final Map<Integer, double[]> scores;
  private final List<Integer> ks;
  private final Map<Integer, List<Integer>> orders = new HashMap<>();
  private final Map<Long, Map<Integer, Vote>> votes = new HashMap<>();
  private Map<Integer, Vote> knn;

  /**
   * A query.
   *
   * @param ranking classes of its neighbours by their ranks
   * @param scores of the candidates that were compared, by the same ranks
   * @param ks all numbers of votes that will be asked for
   */
  QueryVotes(
      TreeMap<Integer, ImageClass> ranking, Map<Integer, double[]> scores, TreeSet<Integer> ks) {
    this.classes = new ArrayList<>(new TreeSet<>(ranking.values()));
    this.ranks = ranking.keySet().stream().mapToInt(Integer::intValue).toArray();
    Map<ImageClass, Integer> numbers = new HashMap<>();
    classes.forEach(known -> numbers.put(known, numbers.size()));
    this.classOf = ranking.values().stream().mapToInt(numbers::get).toArray();
    this.scores = scores;
    this.ks = List.copyOf(ks);
  }

  /** What the k nearest neighbours vote for. */
  Vote knn(int k) {
    if (knn == null) {
      List<Integer> nearest = new ArrayList<>();
      for (int i = 0; i < ranks.length; i++) {
        nearest.add(i);
      }
      knn = count(nearest, Integer.MAX_VALUE);
    }
    return knn.get(k);
  }

  /** What the first k re-ranked candidates vote for; null if none was compared. */
  Vote reranked(GridSetting setting) {
    int n = setting.setting().n();
    long key = (long) setting.score() << Integer.SIZE | n;
    return votes
        .computeIfAbsent(key, unknown -> count(ordered(setting.score()), n))
        .get(setting.setting().k());
  }

  /**
   * The compared candidates, best first: score descending, equal scores by rank. They are places in
   * the ranking, from 0.
   */
  List<Integer> ordered(int score) {
    return orders.computeIfAbsent(score, this::order);
  }

  private List<Integer> order(int score) {
    List<Integer> order = new ArrayList<>();
    double[] values = new double[ranks.length];
    for (int place = 0; place < ranks.length; place++) {
      double[] known = scores.get(ranks[place]);
      if (known != null) {
        values[place] = known[score];
        order.add(place);
      }
    }
    // Stable: of equal scores the better rank stays first.
    order.sort((one, other) -> Double.compare(values[other], values[one]));
    return order;
  }

  /** A candidate's score. */
  double score(int place, int score) {
    return scores.get(ranks[place])[score];
  }

  /** A candidate's rank among the nearest neighbours, from 1. */
  int rank(int place) {
    return ranks[place];
  }

  /**
   * The vote of the first k, by k, of those whose rank is not beyond n; empty if there are none.
   */
  private Map<Integer, Vote> count(List<Integer> order, int n) {
    Map<Integer, Vote> byK = new HashMap<>();
    int[] counts = new int[classes.size()];
    int voters = 0;
    int next = 0;
    for (int place : order) {
      if (ranks[place] <= n) {
        counts[classOf[place]]++;
        voters++;
        if (next < ks.size() && voters == ks.get(next)) {
          byK.put(ks.get(next++), majority(counts));
        }
      }
    }
    // Where there are fewer, all of them vote.
    for (; voters > 0 && next < ks.size(); next++) {
      byK.put(ks.get(next), majority(counts));
    }
    return byK;
  }

  /** Of equally frequent classes the first, as {@link Vote#majority} has it. */
  private Vote majority(int[] counts) {
    int best = 0;
    for (int i = 1; i < counts.length; i++) {
      if (counts[i] > counts[best]) {
        best = i;
      }
    }
    return new Vote(classes.get(best).name(), counts[best]);
  }
}
