package dev.chmcorr.job.listing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.domain.PassedOver;
import dev.chmcorr.domain.PassedOver.Why;
import org.junit.jupiter.api.Test;

class PassedOverLinesTest {
  private final PassedOver passedOver = new PassedOver();

  @Test
  void nothingIsSaidOfNothing() {
    assertThat(PassedOverLines.of(passedOver)).isEmpty();
  }

  @Test
  void aLineForEachRule() {
    passedOver.add(Why.HIDDEN, "a/.x");
    passedOver.add(Why.HIDDEN, "a/._1.jpg");
    passedOver.add(Why.HIDDEN_IMAGE, "a/._1.jpg");
    passedOver.add(Why.NO_CLASS, "1.jpg");
    passedOver.add(Why.SECOND, "2.png");
    passedOver.addEnding("a/1.gif");
    passedOver.addEnding("a/2.gif");
    passedOver.addEnding("a/2.txt");

    assertThat(PassedOverLines.of(passedOver))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("2 hidden files and folders, in all 1 image, such as a/._1.jpg;")
                    .contains("--hidden-files keep"),
            line ->
                assertThat(line)
                    .startsWith("3 files by their endings: 2 .gif, 1 .txt; --more-endings lists"),
            line -> assertThat(line).isEqualTo("1 image in no class folder, such as 1.jpg"),
            line -> assertThat(line).startsWith("1 further image of samples, such as 2.png: "));
  }

  @Test
  void optionsAreNamedWhereTheyHelp() {
    passedOver.add(Why.HIDDEN, ".git");
    passedOver.addEnding("a/1.avif");

    assertThat(PassedOverLines.of(passedOver))
        .containsExactly(
            "1 hidden file or folder, such as .git; no image is among them",
            "1 file by its ending: 1 .avif");
  }
}
