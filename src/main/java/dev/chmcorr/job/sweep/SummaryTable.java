package dev.chmcorr.job.sweep;

import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.runfolder.RunLock;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.SummaryRow;
import dev.chmcorr.table.Table;
import dev.chmcorr.table.TableSwap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The table {@code summary} of a study's folder, and the same as CSV and Markdown beside it. */
public final class SummaryTable {
  private static final String NAME = "summary";

  private SummaryTable() {}

  /**
   * Puts rows in the place of those that are there, unless they are the same.
   *
   * @param folder that the caller has locked
   * @param run its record
   */
  public static void put(JobContext context, Path folder, RunRecord run, List<SummaryRow> rows)
      throws IOException {
    context.describe("write the summary");
    Path table = new Path(folder, NAME);
    new TableSwap(context.store(), table).finish();
    List<Row> now = rows.stream().map(SummaryRow::toRow).toList();
    if (!isThere(context, folder, now)) {
      Dataset<Row> summary = context.spark().createDataFrame(now, SummaryRow.SCHEMA);
      new TableSwap(context.store(), table).replaceWith(summary.coalesce(1), run);
      write(context, new Path(folder, NAME + ".csv"), SummaryText.csv(rows));
      write(context, new Path(folder, NAME + ".md"), SummaryText.markdown(rows));
    }
  }

  private static boolean isThere(JobContext context, Path folder, List<Row> rows)
      throws IOException {
    return context.store().exists(new Path(folder, NAME + ".md"))
        && Table.readOrEmpty(
                context.spark(), context.store(), new Path(folder, NAME), SummaryRow.SCHEMA)
            .collectAsList()
            .equals(rows);
  }

  private static void write(JobContext context, Path file, String text) throws IOException {
    RunLock.demandHeld(file);
    context.store().writeWhole(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
