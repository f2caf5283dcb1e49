package dev.chmcorr.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class CausesTest {
  private final IOException full = new IOException("No space left\non device");
  private final Exception wrapped = new IllegalStateException(new RuntimeException("Failed", full));

  @Test
  void leadToTheRoot() {
    assertThat(Causes.root(wrapped)).isSameAs(full);
    assertThat(Causes.root(full)).isSameAs(full);
    assertThat(Causes.of(wrapped)).hasSize(3).startsWith(wrapped).endsWith(full);
  }

  @Test
  void areToldInOneLine() {
    assertThat(Causes.firstLine(full)).isEqualTo("No space left");
    assertThat(Causes.firstLine(new IOException(""))).isEmpty();
    assertThat(Causes.firstLine(new IOException())).isEqualTo("null");
  }
}
