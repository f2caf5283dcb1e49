package dev.chmcorr.job.rescore;

import dev.chmcorr.domain.Texts;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.method.ComparisonMethods;
import dev.chmcorr.job.rescore.RescoreOptions.Tables;
import dev.chmcorr.table.AccuracyRow;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * What {@code rescore} says when it ends.
 *
 * @param run whose pairs were scored
 * @param tables that were written
 * @param out folder of these
 */
record RescoreReport(ScoredRun run, Tables tables, Path out) {
  void print(Console console, List<AccuracyRow> rows, Coverage coverage) {
    console.result(
        "Accuracies of %s of %s, best first",
        Texts.count(rows.size(), "setting"), ComparisonMethods.named(run.method()).title());
    AccuracyTable.lines(rows, run.method()).forEach(line -> console.result("%s", line));
    if (AccuracyTable.leftOut(rows) > 0) {
      console.result("... and %d more", AccuracyTable.leftOut(rows));
    }
    if (coverage.compared() < coverage.ranked()) {
      console.result(
          "Queries that %s has not compared, left out: %d of %d",
          run.path(), coverage.ranked() - coverage.compared(), coverage.ranked());
    }
    if (coverage.failed() > 0) {
      console.result("Pairs without a score, since an image failed: %d", coverage.failed());
    }
    console.result(
        "Tables: %s/%s",
        out,
        switch (tables) {
          case ACCURACIES -> "accuracies";
          case ACCURACIES_AND_RESULTS -> "{accuracies,results}";
        });
  }
}
