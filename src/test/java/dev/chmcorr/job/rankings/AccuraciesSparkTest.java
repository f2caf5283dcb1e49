package dev.chmcorr.job.rankings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.chm.KnnAccuracy;
import dev.chmcorr.domain.GroundTruth;
import dev.chmcorr.domain.ImageClass;
import dev.chmcorr.job.input.DataSet;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.table.RankingRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccuraciesSparkTest {
  private static final ImageClass TWO = new ImageClass("2", 2);
  private static final ImageClass TEN = new ImageClass("10", 10);

  private final LocalSpark spark = new LocalSpark();
  private final List<Row> rows = new ArrayList<>();

  private DataSet data = new DataSet(null, null);

  private void rank(int query, String queryClass, ImageClass... nearest) {
    for (int i = 0; i < nearest.length; i++) {
      rows.add(
          new RankingRow(
                  query,
                  "q" + query,
                  queryClass,
                  i + 1,
                  i,
                  "g" + i,
                  nearest[i].name(),
                  nearest[i].label(),
                  null)
              .toRow());
    }
  }

  private KnnAccuracy count(int partitions) {
    Collections.shuffle(rows, new Random(1));
    return Accuracies.ofRankings(
        LocalSpark.session().createDataFrame(rows, RankingRow.SCHEMA).repartition(partitions),
        data);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void countsEveryQueryOnceInTheOrderOfItsRanks(int partitions) {
    for (int query = 0; query < 20; query += 2) {
      rank(query, "2", TWO, TWO, TEN, TEN, TEN);
      rank(query + 1, "10", TWO, TWO, TEN, TEN, TEN);
    }

    KnnAccuracy accuracy = count(partitions);

    assertThat(accuracy.known()).isEqualTo(20);
    assertThat(accuracy.correct()).isEqualTo(Map.of(3, 10L, 5, 10L));
  }

  @Test
  void equallyFrequentClassesAreInTheOrderOfTheirLabels() {
    rank(0, "2", TEN, TWO);
    rank(1, "10", TEN, TWO);

    assertThat(count(2).correct()).isEqualTo(Map.of(2, 1L));
  }

  @Test
  void queriesOfUnknownClassAreCountedAndNotJudged() {
    rank(0, null, TWO, TWO, TWO);
    rank(1, "2", TWO, TWO, TWO);

    KnnAccuracy accuracy = count(2);
    print(accuracy);

    assertThat(accuracy.queries()).isEqualTo(2);
    assertThat(spark.out())
        .contains("kNN accuracy, k =   3: 100.00 % (1 of 1)")
        .contains("Queries whose class is unknown, so not judged: 1");
  }

  @Test
  void ofQueriesThatNobodyKnowsThereIsNoAccuracy() {
    rank(0, null, TWO, TWO, TWO);

    print(count(1));

    assertThat(spark.out()).doesNotContain("%").contains("not judged: 1");
  }

  @Test
  void whatAFileSaysIsRightWhateverTheQueriesOwnClass() {
    rank(0, "2", TWO, TWO, TWO);
    rank(1, "2", TEN, TEN, TEN);
    rank(2, "2", TWO, TWO, TWO);
    rank(3, "2", TWO, TWO, TWO);
    data =
        new DataSet(
            null,
            null,
            "digest",
            new HashMap<>(
                Map.of(
                    0,
                    GroundTruth.of("10"),
                    1,
                    new GroundTruth(List.of("10", "2")),
                    2,
                    GroundTruth.UNKNOWN,
                    3,
                    new GroundTruth(List.of("2", "3")))));

    KnnAccuracy accuracy = count(2);

    assertThat(accuracy.queries()).isEqualTo(4);
    assertThat(accuracy.known()).isEqualTo(3);
    assertThat(accuracy.correct()).isEqualTo(Map.of(3, 2L));
  }

  private void print(KnnAccuracy accuracy) {
    Accuracies.print(
        spark.context().console(), accuracy.correct(), accuracy.known(), accuracy.queries());
  }

  @Test
  void anEmptyTableHasNoQueries() {
    assertThat(count(1).queries()).isZero();
  }
}
