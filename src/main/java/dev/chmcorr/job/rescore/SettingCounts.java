package dev.chmcorr.job.rescore;

import dev.chmcorr.chm.Vote;
import dev.chmcorr.domain.GroundTruth;
import dev.chmcorr.table.AccuracyRow.Counts;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.List;

/** For every setting of a grid, how many queries it predicts right. */
final class SettingCounts {
  private static final int SCORED = 0;
  private static final int JUDGED = 1;
  private static final int BOTH = 2;
  private static final int ONLY_KNN = 3;
  private static final int ONLY_CHM = 4;
  private static final int COUNTS = 5;

  private final long[][] counts;

  /** Zeros. */
  SettingCounts(int settings) {
    counts = new long[settings][COUNTS];
  }

  /** Counts a query in every setting in which any candidate of its was compared. */
  void add(List<GridSetting> settings, QueryVotes query, GroundTruth truth) {
    for (int i = 0; i < counts.length; i++) {
      Vote vote = query.reranked(settings.get(i));
      if (vote != null) {
        counts[i][SCORED]++;
        if (truth.isKnown()) {
          counts[i][JUDGED]++;
          judge(
              counts[i],
              truth.judge(query.knn(settings.get(i).setting().k()).className()),
              truth.judge(vote.className()));
        }
      }
    }
  }

  private static void judge(long[] counts, boolean knn, boolean chm) {
    if (knn && chm) {
      counts[BOTH]++;
    } else if (knn) {
      counts[ONLY_KNN]++;
    } else if (chm) {
      counts[ONLY_CHM]++;
    }
  }

  /** Adds the counts of other queries, as {@link #bytes} gives them. */
  void add(byte[] others) {
    LongBuffer more = ByteBuffer.wrap(others).asLongBuffer();
    for (long[] ofSetting : counts) {
      for (int i = 0; i < COUNTS; i++) {
        ofSetting[i] += more.get();
      }
    }
  }

  /** As they travel between tasks. */
  byte[] bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(counts.length * COUNTS * Long.BYTES);
    for (long[] ofSetting : counts) {
      for (long count : ofSetting) {
        bytes.putLong(count);
      }
    }
    return bytes.array();
  }

  /** Those of a setting, by its place in the grid. */
  Counts of(int setting) {
    long[] found = counts[setting];
    return new Counts(found[SCORED], found[JUDGED], found[BOTH], found[ONLY_KNN], found[ONLY_CHM]);
  }
}
