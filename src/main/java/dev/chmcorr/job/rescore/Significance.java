package dev.chmcorr.job.rescore;

import dev.chmcorr.table.AccuracyRow.Counts;
import dev.chmcorr.table.AccuracyRow.Statistics;
import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.stat.inference.AlternativeHypothesis;
import org.apache.commons.math3.stat.inference.BinomialTest;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;

/** Tells a difference between kNN and re-ranking from chance. */
final class Significance {
  private static final double CONFIDENCE = 0.95;

  /** Up to so many queries that one of both predicts right, the test is exact. */
  private static final long MAX_EXACT = 25;

  private Significance() {}

  /** Null if nothing could be judged. */
  static Statistics of(Counts counts) {
    if (counts.judged() == 0) {
      return null;
    }
    double judged = counts.judged();
    ConfidenceInterval interval =
        new WilsonScoreInterval()
            .createInterval((int) counts.judged(), (int) counts.chmCorrect(), CONFIDENCE);
    return new Statistics(
        counts.knnCorrect() / judged,
        counts.chmCorrect() / judged,
        Math.max(0, interval.getLowerBound()),
        Math.min(1, interval.getUpperBound()),
        mcnemar(counts.onlyKnnCorrect(), counts.onlyChmCorrect()));
  }

  /**
   * McNemar's test, two-sided: how likely it is that the queries which only one of two methods
   * predicts right divide at least as unevenly, if neither method is better. Exact (binomial) up to
   * 25 of them, else by chi-square with continuity correction.
   *
   * @param one queries that only the first predicts right
   * @param other queries that only the second predicts right
   * @return 1 if there are none
   */
  static double mcnemar(long one, long other) {
    long both = one + other;
    if (both == 0) {
      return 1;
    }
    if (both <= MAX_EXACT) {
      double p =
          new BinomialTest()
              .binomialTest((int) both, (int) one, 0.5, AlternativeHypothesis.TWO_SIDED);
      return Math.min(1, p);
    }
    double difference = Math.max(0, Math.abs(one - other) - 1);
    double statistic = difference * difference / both;
    // The upper tail of chi-square with one degree of freedom, accurate however small it is.
    return Erf.erfc(Math.sqrt(statistic / 2));
  }
}
