package dev.chmcorr.job.rankings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.demo.BirdGenerator;
import dev.chmcorr.domain.QuerySelection;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.DataOptions;
import dev.chmcorr.job.rerank.RerankTrial;
import dev.chmcorr.job.run.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShowQuerySparkTest {
  private static final String SETTING = "N3-K2-T0.55-published";

  @TempDir private static Path fixtures;
  private final LocalSpark spark = new LocalSpark();

  @BeforeAll
  static void prepare() throws IOException {
    RerankTrial trial = RerankTrial.prepare(fixtures, new BirdGenerator.Options(2, 2, 1, 1));
    LocalSpark first = new LocalSpark();
    trial.rank(first, fixtures.resolve("birds"), fixtures, QuerySelection.ALL);
    trial.rerank(
        first, fixtures.resolve("knn"), fixtures.resolve("chm"), new QuerySelection.First(1));
    RankingsJob.exportPickle(first.context(), fixtures + "/knn", fixtures + "/scores.pickle");
  }

  @Test
  void ofAFolderOfRerankTheRankingAndItsResults() throws IOException {
    show("chm", 0, null, null);

    Row result =
        LocalSpark.session()
            .read()
            .parquet(fixtures + "/chm/results")
            .where("query_id = 0")
            .first();
    Row best = result.<Row>getList(result.fieldIndex("neighbours")).get(0);
    List<String> lines = spark.out().lines().toList();
    // The query, its ranking of 4, the setting, its 3 candidates.
    assertThat(lines).hasSize(1 + 4 + 1 + 3);
    assertThat(lines.get(0)).startsWith("Query 0, class 001.");
    assertThat(lines.get(1)).startsWith("   1  0.");
    assertThat(lines.get(5))
        .startsWith(
            "Setting %s: %s with %d of 2 votes, "
                .formatted(SETTING, result.getAs("prediction"), result.<Integer>getAs("votes")))
        .contains("; kNN: " + result.getAs("knn_prediction") + " with ");
    assertThat(lines.get(6))
        .startsWith("   1  (kNN %3d)  ".formatted(best.<Integer>getAs("knn_rank")))
        .endsWith(" " + best.getAs("path"));
  }

  @Test
  void classesHaveTheNamesThatPeopleKnow() throws IOException {
    Path names = fixtures.resolve("names.csv");
    try (Stream<Path> classes = Files.list(fixtures.resolve("birds/train"))) {
      Files.write(
          names, classes.map(path -> path.getFileName() + ",bird " + path.getFileName()).toList());
    }

    RankingsJob.show(
        spark.context(), new ShowOptions(fixtures + "/chm", 0, 20, null, names.toString(), null));

    assertThat(spark.out()).containsPattern("Query 0, class bird 0").contains(": bird 0");
    assertThat(spark.out().lines().filter(line -> line.matches(" +\\d+ .*")))
        .isNotEmpty()
        .allMatch(line -> line.contains(" bird 0"));
  }

  @Test
  void whatThereIsNotIsNamed() throws IOException {
    assertRefused("chm", "x", "Cannot show query 0 in setting x: ", "/chm has " + SETTING);
    assertRefused("chm@x", null, "Cannot show query 0 in setting x: ", "/chm has " + SETTING);
    assertRefused("chm@x", "y", "Cannot show setting y: ", "leave out --setting or the @");
    assertRefused("knn", "x", "Cannot show setting x: ", "has no results; give a folder of rerank");
    show("chm", 1, null, null);
    assertThat(spark.out())
        .endsWith("No results: the query was not chosen, or could not be compared\n");
  }

  private void assertRefused(String folder, String setting, String start, String end) {
    assertThatThrownBy(() -> show(folder, 0, setting, null))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(start)
        .hasMessageEndingWith(end);
  }

  @Test
  void ofAPickleWithTheImagesThatItRanks() throws IOException {
    show("knn", 1, null, null);
    LocalSpark pickle = new LocalSpark();

    RankingsJob.show(
        pickle.context(),
        new ShowOptions(
            fixtures + "/scores.pickle", 1, 20, null, RerankTrial.data(fixtures.resolve("birds"))));

    assertThat(pickle.out())
        .isEqualTo(spark.out().replaceAll("(?m)^(....)  0\\.\\d{6}", "$1       -  "));
    assertThatThrownBy(() -> show("scores.pickle", 1, null, null))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Missing --train and --val: ");
    assertThatThrownBy(() -> show("knn", 1, null, RerankTrial.data(fixtures.resolve("birds"))))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot use --train and --val: ");
  }

  private void show(String source, int query, String setting, DataOptions data) throws IOException {
    RankingsJob.show(
        spark.context(), new ShowOptions(fixtures + "/" + source, query, 20, setting, data));
  }
}
