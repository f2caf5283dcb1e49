package dev.chmcorr.job.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.GroundTruth;
import dev.chmcorr.domain.Query;
import dev.chmcorr.domain.UserException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MasksTest {
  private static final double[] A = new double[49];
  private static final double[] B = new double[49];

  private static Query query(int id, String name) {
    String className = name.substring(0, name.indexOf('/'));
    return new Query(id, "file:/val/" + name, name, className, GroundTruth.of(className));
  }

  private static Masks masks(Map<String, double[]> byKey) {
    return new Masks("m.json", "0", byKey);
  }

  @Test
  void filesOfOneNameInFoldersOfOneClassHaveMasksOfTheirOwn() {
    List<Query> queries = List.of(query(0, "c/a/1.jpg"), query(1, "c/b/1.jpg"));

    Map<Integer, double[]> masks =
        masks(Map.of("c/a/1.jpg", A, "c/b/1.jpg", B)).of(queries, Set.of(0, 1));

    assertThat(masks.get(0)).isSameAs(A);
    assertThat(masks.get(1)).isSameAs(B);
  }

  @Test
  void thePublishedKeyMeansTheOnlyQueryOfItsClassAndFile() {
    List<Query> queries = List.of(query(0, "c/1.jpg"), query(1, "d/deep/1.jpg"));

    Map<Integer, double[]> masks =
        masks(Map.of("c/1.jpg", A, "d/1.jpg", B)).of(queries, Set.of(0, 1));

    assertThat(masks.get(0)).isSameAs(A);
    assertThat(masks.get(1)).isSameAs(B);
  }

  @Test
  void aPublishedKeyOfTwoQueriesIsRefused() {
    List<Query> queries = List.of(query(0, "c/a/1.jpg"), query(1, "c/b/1.jpg"));

    assertThatThrownBy(() -> masks(Map.of("c/1.jpg", A)).of(queries, Set.of(0)))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Ambiguous mask c/1.jpg in m.json: it may be that of c/a/1.jpg or of c/b/1.jpg; name masks by their queries' paths below --val");
    assertThat(masks(Map.of("c/1.jpg", A, "c/a/1.jpg", B)).of(queries, Set.of(0)).get(0))
        .isSameAs(B);
  }

  @Test
  void aQueryWithoutAMaskIsNamedIfItIsToBeScored() {
    List<Query> queries = List.of(query(0, "c/1.jpg"), query(1, "c/2.jpg"), query(2, "c/0.jpg"));

    assertThat(masks(Map.of("c/1.jpg", A)).of(queries, Set.of(0))).hasSize(1);
    assertThatThrownBy(() -> masks(Map.of("c/1.jpg", A)).of(queries, Set.of(0, 1, 2)))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "Missing masks in m.json of 2 queries, the first of which is c/0.jpg");
  }

  @Test
  void aQueryOfNoClassHasTheMaskOfItsPath() {
    Query query = new Query(0, "file:/val/1.jpg", "1.jpg", null, GroundTruth.UNKNOWN);

    assertThat(masks(Map.of("1.jpg", A)).of(List.of(query), Set.of(0)).get(0)).isSameAs(A);
  }
}
