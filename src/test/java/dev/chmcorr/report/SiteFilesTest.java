package dev.chmcorr.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class SiteFilesTest {
  @Test
  void allThatAreListedAreThereAndThePageToOpenIsLast() throws IOException {
    assertThat(SiteFiles.names()).doesNotHaveDuplicates().endsWith(SiteFiles.INDEX);
    for (String name : SiteFiles.names()) {
      assertThat(SiteFiles.read(name)).as(name).isNotEmpty();
    }
    assertThat(SiteFiles.digest()).hasSize(16).isEqualTo(SiteFiles.digest());
  }

  @Test
  void whatIsNotThereIsNamed() {
    assertThatThrownBy(() -> SiteFiles.read("none.js"))
        .hasMessage("Missing in the program: dev/chmcorr/report/site/none.js");
  }
}
