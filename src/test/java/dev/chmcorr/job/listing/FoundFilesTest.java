package dev.chmcorr.job.listing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.ImageFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoundFilesTest {
  /** More than a block, in no order, with names that are no proper text. */
  @Test
  void filesComeOutAsTheyWentIn() {
    List<ImageFile> files = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      files.add(
          new ImageFile(
              "file:/a/%d/b\uD800 %d.jpg".formatted(i % 7, i * 37 % 100),
              new FileVersion(1000L * i, 1L << i % 60)));
    }
    files.add(new ImageFile("s3a://b/x.png", FileVersion.UNKNOWN));

    List<ImageFile> found = FoundFiles.of(FoundFiles.row(files));

    assertThat(found).isEqualTo(files);
    assertThat(found.get(57)).isEqualTo(files.get(57));
    assertThat(FoundFiles.of(FoundFiles.row(Collections.emptyList()))).isEmpty();
  }
}
