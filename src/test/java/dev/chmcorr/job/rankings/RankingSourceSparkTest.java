package dev.chmcorr.job.rankings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.RankingRow;
import dev.chmcorr.table.TableSwap;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RankingSourceSparkTest {
  private final JobContext context = new LocalSpark().context();

  @TempDir private java.nio.file.Path folder;

  @Test
  void rankingsOfARunThatRanksAnewAreNotTaken() throws IOException {
    RunRecord run = RunRecord.of("knn", "0", Map.of());
    Path ranked = context.store().path(folder.toString());
    new TableSwap(context.store(), new Path(ranked, "rankings")).replaceWith(rankings(), run);
    run.withSummary(Map.of("queries_ranked", 1)).write(context.store(), ranked);
    assertThat(RankingSource.finished(context, ranked).count()).isEqualTo(1);

    run.write(context.store(), ranked);
    assertThatThrownBy(() -> RankingSource.finished(context, ranked))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("has not finished");
  }

  private Dataset<Row> rankings() {
    ImageRef query = new ImageRef(0, "file:/val/a/1.jpg", "a", 0);
    ImageRef neighbour = new ImageRef(0, "file:/train/a/2.jpg", "a", 0);
    Row row = RankingRow.of(query, 1, neighbour, 0.5).toRow();
    return context.spark().createDataFrame(List.of(row), RankingRow.SCHEMA);
  }
}
