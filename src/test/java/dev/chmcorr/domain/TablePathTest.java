package dev.chmcorr.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TablePathTest {
  @ParameterizedTest
  @CsvSource({
    "file:/d/a.jpg, /d/a.jpg",
    "file:///d/a.jpg, /d/a.jpg",
    "file:/d/100% #1?ü: b.jpg, /d/100% #1?ü: b.jpg",
    "file:/d/x.tar!/512+7/c/a.jpg, /d/x.tar!/512+7/c/a.jpg",
    "file:/, /"
  })
  void localFilesAreWithoutScheme(String path, String text) {
    assertThat(TablePath.of(path)).isEqualTo(text);
    assertThat(TablePath.of(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hdfs://nn/d/a.jpg", "s3a://bucket/d/a.jpg", "file:a.jpg"})
  void othersStay(String path) {
    assertThat(TablePath.of(path)).isEqualTo(path);
    assertThat(TablePath.located(path)).isEqualTo(path);
  }

  @Test
  void theSchemeComesBack() {
    assertThat(TablePath.located("/d/a b.jpg")).isEqualTo("file:/d/a b.jpg");
  }
}
