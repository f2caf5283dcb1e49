package dev.chmcorr.job.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementsTest {
  @Test
  void semicolonsOutsideOfQuotesAndCommentsEndStatements() {
    Statements found =
        Statements.of(
            """
            SELECT ';', "a;b", `c;d`; -- and; so on
            SELECT 'it\\'s; one' /* ; */ FROM t ;
            ;SELECT 3""");

    assertThat(found.complete())
        .containsExactly(
            "SELECT ';', \"a;b\", `c;d`", "-- and; so on\nSELECT 'it\\'s; one' /* ; */ FROM t");
    assertThat(found.rest()).isEqualTo("SELECT 3");
    assertThat(found.all()).hasSize(3).endsWith("SELECT 3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'open;",
        "SELECT \"open;",
        "SELECT `open;",
        "SELECT 1 /* open;",
        "SELECT 'a\\"
      })
  void whatIsOpenEndsNoStatement(String text) {
    assertThat(Statements.of(text).complete()).isEmpty();
    assertThat(Statements.of(text).rest()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "-- SELECT 1;", "/* ; */ ;;"})
  void blanksAndCommentsAreNoStatement(String text) {
    assertThat(Statements.of(text).all()).isEmpty();
  }
}
