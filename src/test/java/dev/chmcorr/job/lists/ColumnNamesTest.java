package dev.chmcorr.job.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnNamesTest {
  @Test
  void theFirstSureNameCounts() {
    assertThat(ColumnNames.LABEL.find("t", List.of("fine_label", "Label", "class_name")))
        .isEqualTo("class_name");
    assertThat(ColumnNames.IMAGE.find("t", List.of("mask.bytes", "image.bytes")))
        .isEqualTo("image.bytes");
    assertThat(ColumnNames.PATH.find("t", List.of("class id", "File-Paths", "labels")))
        .isEqualTo("File-Paths");
  }

  @Test
  void ofLikelyNamesThereMayBeOne() {
    assertThat(ColumnNames.LABEL.find("t", List.of("id", "species"))).isEqualTo("species");
    assertThat(ColumnNames.LABEL.find("t", List.of("id", "caption"))).isNull();
    assertThatThrownBy(() -> ColumnNames.IMAGE.find("t.parquet", List.of("jpg", "png")))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot use t.parquet: its columns jpg, png may all have the encoded images; choose by --image-column");
    assertThat(ColumnNames.NAME.findIfClear(List.of("id", "url"))).isNull();
  }
}
