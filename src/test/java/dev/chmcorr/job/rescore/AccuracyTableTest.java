package dev.chmcorr.job.rescore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.domain.Axes;
import dev.chmcorr.table.AccuracyRow;
import dev.chmcorr.table.AccuracyRow.Counts;
import dev.chmcorr.table.Setting;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccuracyTableTest {
  private static AccuracyRow row(int k, Counts counts) {
    return new AccuracyRow(
        new Setting(null, 50, k, 0.55, Axes.ALIGNED, null), null, counts, Significance.of(counts));
  }

  @Test
  void columnsAreHeadedByTheMethodAndStandBelowTheirHeads() {
    // Of 4 judged both are right on 1, kNN alone on 1, the method alone on 2: 50 and 75 %.
    List<String> lines = AccuracyTable.lines(List.of(row(5, new Counts(4, 4, 1, 1, 2))), "patches");

    assertThat(lines.get(0)).contains("kNN %   PATCHES %").contains("only kNN only PATCHES");
    assertThat(lines.get(1))
        .hasSameSizeAs(lines.get(0))
        .containsPattern("50\\.00 +75\\.00 +30\\.06 \\.\\. 95\\.44");
    assertThat(lines.get(1).lastIndexOf('2', lines.get(1).lastIndexOf(' ')))
        .isEqualTo(lines.get(0).indexOf("only PATCHES") + "only PATCHES".length() - 1);
  }

  @Test
  void settingsWithoutJudgedQueriesHaveNoShares() {
    assertThat(AccuracyTable.lines(List.of(row(5, new Counts(4, 0, 0, 0, 0))), "emd").get(1))
        .endsWith("-               -        -        -         -");
  }
}
