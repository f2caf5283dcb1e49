package dev.chmcorr.job.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import org.junit.jupiter.api.Test;

class JlineTest {
  @Test
  void looksForAClass() {
    assertThat(Jline.isThere("org.jline.utils.WCWidth")).isTrue();
    assertThat(Jline.isThere("org.jline.utils.Nothing")).isFalse();
  }

  @Test
  void withoutItAQueryIsToBeGiven() {
    assertThatThrownBy(() -> Jline.demand(false))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot ask for queries: this Spark brings no jline; give the query after the run, or by --file");
    assertThatCode(() -> Jline.demand(true)).doesNotThrowAnyException();
  }
}
