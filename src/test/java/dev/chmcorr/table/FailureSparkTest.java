package dev.chmcorr.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.chmcorr.domain.FailureReason;
import dev.chmcorr.job.run.LocalSpark;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class FailureSparkTest {
  private static final int PIXELS = 1000;

  @Test
  void whatMayEndOtherwiseIsTriedAgain() {
    List<Row> rows = new ArrayList<>();
    for (FailureReason reason : FailureReason.values()) {
      rows.add(row(new Failure(reason, "X", "why", null)));
    }
    rows.add(row(new Failure(FailureReason.TOO_LARGE, "fits now", "why", (long) PIXELS)));
    rows.add(row(new Failure(FailureReason.TOO_LARGE, "too large", "why", PIXELS + 1L)));
    rows.add(RowFactory.create(null, "of format 1", "why", null));
    rows.add(row(null));

    List<Row> again =
        LocalSpark.session()
            .createDataFrame(rows, TableColumn.struct(Schemas.FAILURE))
            .where(Failure.mayPass(PIXELS))
            .collectAsList();

    assertThat(again)
        .extracting(row -> row.getString(0), row -> row.getString(1))
        .containsExactlyInAnyOrder(
            tuple("unreadable", "X"),
            tuple("out_of_memory", "X"),
            tuple("too_large", "fits now"),
            tuple(null, "of format 1"));
  }

  private static Row row(Failure failure) {
    return RowFactory.create(Failure.values(failure).toArray());
  }
}
