package dev.chmcorr.job.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chmcorr.demo.BirdGenerator;
import dev.chmcorr.domain.QuerySelection;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.run.LocalSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Some queries first, the rest later; and rankings of some queries only. */
class ChosenRerankSparkTest {
  private static final QuerySelection ALL = QuerySelection.ALL;

  @TempDir private static Path fixtures;
  private static RerankTrial trial;
  private static List<String> whole;

  @TempDir private Path folder;
  private final LocalSpark spark = new LocalSpark();
  private Path knn = fixtures.resolve("knn");

  @BeforeAll
  static void prepare() throws IOException {
    trial = RerankTrial.prepare(fixtures, new BirdGenerator.Options(2, 3, 2, 1));
    LocalSpark first = new LocalSpark();
    trial.rank(first, fixtures.resolve("birds"), fixtures, ALL);
    trial.rerank(first, fixtures.resolve("knn"), fixtures.resolve("whole"), ALL);
    whole = rows(fixtures.resolve("whole"), "results");
  }

  @Test
  @Tag("thorough")
  void whatIsComparedStaysWhenTheRestFollows() throws IOException {
    RerankReport some = rerank(QuerySelection.Ids.of("1,3"));
    assertThat(some.queries()).isEqualTo(2);
    assertThat(some.scored()).isEqualTo(2);
    assertThat(some.pairs()).isEqualTo(6);
    assertThat(queries("correspondences")).containsExactly(1, 3);
    assertThat(queries("results")).containsExactly(1, 3);
    assertThat(spark.progress()).contains("rerank: --queries 1,3 takes 2 of the ranked queries");
    assertThat(spark.out())
        .contains("of the chosen 2)")
        .contains("Queries: 2 of the chosen 2 have a result; 2 compared now");

    RerankReport all = rerank(ALL);

    assertThat(all.effort().queries()).isEqualTo(2);
    assertThat(all.scored()).isEqualTo(4);
    assertThat(rows(folder.resolve("run"), "results")).isEqualTo(whole);

    RerankReport one = rerank(new QuerySelection.First(1));
    assertThat(one.scored()).isOne();
    assertThat(one.effort().queries()).isZero();
    assertThat(rows(folder.resolve("run"), "results")).isEqualTo(whole);
    JsonNode summary = record().get("summary");
    assertThat(summary.at("/settings/N3-K2-T0.55-published/queries_with_result").intValue())
        .isEqualTo(4);
    assertThat(summary.at("/queries_chosen_by_last_run/queries").intValue()).isOne();
    assertThat(summary.get("queries").intValue()).isEqualTo(4);
  }

  @Test
  void anotherSettingHasTheChosenQueriesOnly() throws IOException {
    rerank(ALL);
    RerankOptions one =
        trial.options(knn, folder.resolve("run"), new QuerySelection.Sample(1, 3), 1);

    assertThat(RerankJob.run(spark.context(), one).scored()).isOne();

    assertThat(table(folder.resolve("run"), "results").where("k = 1").count()).isOne();
    assertThat(table(folder.resolve("run"), "results").where("k = 2").count()).isEqualTo(4);
  }

  @Test
  @Tag("thorough")
  void rankingsOfSomeQueriesGrow() throws IOException {
    Path birds = fixtures.resolve("birds");
    knn = folder.resolve("knn");
    trial.rank(spark, birds, folder, QuerySelection.Ids.of("0,2"));
    assertThat(rerank(ALL).scored()).isEqualTo(2);
    assertThat(spark.progress()).contains("knn ranks 2 of the 4 queries");
    assertThatThrownBy(() -> rerank(QuerySelection.Ids.of("3")))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Invalid --queries: 3 is none of the queries that file:%s ranks (2 in all, 0 to 2)",
            knn);

    trial.rank(spark, birds, folder, ALL);
    RerankReport grown = rerank(ALL);

    assertThat(spark.progress()).contains("rankings: 2 queries have been added");
    assertThat(grown.effort().queries()).isEqualTo(2);
    assertThat(rows(folder.resolve("run"), "results")).isEqualTo(whole);
  }

  @Test
  @Tag("thorough")
  void rankingsThatDifferAreNoGrowth() throws IOException {
    rerank(QuerySelection.Ids.of("1"));
    Path other = folder.resolve("other");
    BirdGenerator.write(other, new BirdGenerator.Options(2, 3, 2, 9));
    trial.rank(spark, other, folder, ALL);
    knn = folder.resolve("knn");

    assertThatThrownBy(() -> rerank(ALL))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot continue in file:%s/run: ".formatted(folder))
        .hasMessageContaining("rankings was ");
  }

  private RerankReport rerank(QuerySelection queries) throws IOException {
    return trial.rerank(spark, knn, folder.resolve("run"), queries);
  }

  private JsonNode record() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("run/_run.json").toFile());
  }

  private List<Integer> queries(String table) {
    return table(folder.resolve("run"), table)
        .select("query_id")
        .distinct()
        .sort("query_id")
        .as(Encoders.INT())
        .collectAsList();
  }

  private static Dataset<Row> table(Path folder, String name) {
    return LocalSpark.session().read().parquet(folder + "/" + name);
  }

  private static List<String> rows(Path folder, String name) {
    return table(folder, name).toJSON().collectAsList().stream().sorted().toList();
  }
}
