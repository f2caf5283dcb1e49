package dev.chmcorr.job.rankings;

import static org.apache.spark.sql.functions.col;
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
import java.util.ArrayList;
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

  @Test
  void rankingsMayLieInManyFiles() throws IOException {
    RunRecord run = RunRecord.of("knn", "0", Map.of());
    Path ranked = context.store().path(folder.toString());
    new TableSwap(context.store(), new Path(ranked, "rankings"))
        .replaceWith(rankings(40).repartitionByRange(40, col("query_id")), run);
    run.withSummary(Map.of("queries_ranked", 40)).write(context.store(), ranked);

    assertThat(RankingSource.finished(context, ranked).count()).isEqualTo(40);
  }

  private Dataset<Row> rankings() {
    return rankings(1);
  }

  private Dataset<Row> rankings(int queries) {
    ImageRef neighbour = new ImageRef(0, "file:/train/a/2.jpg", "a", 0);
    List<Row> rows = new ArrayList<>();
    for (int id = 0; id < queries; id++) {
      ImageRef query = new ImageRef(id, "file:/val/a/%d.jpg".formatted(id), "a", 0);
      rows.add(RankingRow.of(query, 1, neighbour, 0.5).toRow());
    }
    return context.spark().createDataFrame(rows, RankingRow.SCHEMA);
  }
}
