package dev.chmcorr.job.knn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.runfolder.RunRecord;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class KnnReportSparkTest {
  @Test
  void queriesOfUnknownClassAreNoPartOfTheWhole() {
    LocalSpark spark = new LocalSpark();
    KnnReport report = new KnnReport(5, 4, Map.of(3, 3L), 0, new KnnReport.Chosen(6, 6));

    report.print(spark.context().console(), new Path("file:/runs/x"));

    assertThat(spark.out()).contains("75.00 % (3 of 4)", "not judged: 1", "Rankings of 5 queries");
    assertThat(spark.out()).doesNotContain("Chosen");
  }

  @Test
  void aRecordTellsItAgain() {
    KnnReport report = new KnnReport(5, 4, Map.of(3, 3L), 1, new KnnReport.Chosen(6, 40));
    RunRecord run = RunRecord.of("knn", "0", Map.of()).withSummary(report.summary());

    assertThat(KnnReport.of(run)).contains(report);
  }
}
