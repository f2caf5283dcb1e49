package dev.chmcorr.job.rankings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.HiddenFiles;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.lists.FileOptions;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.rankings.HiddenFit.Fit;
import dev.chmcorr.job.rankings.HiddenFit.Sets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A gallery of 10 images and 4 queries, with hidden ones beside or among them. */
class HiddenFitTest {
  @Test
  void withoutHiddenImagesItDoesNotMatter() {
    assertThat(fit(HiddenFiles.DROP, new Sets(10, 0, 4, 0), lists(4, 99))).isEqualTo(Fit.RIGHT);
  }

  @Test
  void numbersBeyondTheShownImagesAreOfTorchvision() {
    assertThat(fit(HiddenFiles.DROP, new Sets(10, 2, 4, 0), lists(4, 11))).isEqualTo(Fit.OTHER);
    assertThat(fit(HiddenFiles.KEEP, new Sets(12, 2, 4, 0), lists(4, 11))).isEqualTo(Fit.RIGHT);
    assertThat(fit(HiddenFiles.DROP, new Sets(10, 0, 4, 1), lists(5, 9))).isEqualTo(Fit.OTHER);
    // Neither fits: whoever looks at the numbers says so.
    assertThat(fit(HiddenFiles.DROP, new Sets(10, 2, 4, 0), lists(4, 12))).isEqualTo(Fit.RIGHT);
  }

  @Test
  void theNumberOfQueriesMayTell() {
    assertThat(fit(HiddenFiles.DROP, new Sets(10, 2, 4, 1), lists(4, 9))).isEqualTo(Fit.RIGHT);
    assertThat(fit(HiddenFiles.KEEP, new Sets(12, 2, 5, 1), lists(4, 9))).isEqualTo(Fit.OTHER);
    assertThat(fit(HiddenFiles.DROP, new Sets(10, 2, 4, 0), lists(4, 9))).isEqualTo(Fit.OPEN);
  }

  @Test
  void saysWhatToSay() {
    Sets sets = new Sets(10, 2, 4, 0);
    assertThatThrownBy(() -> HiddenFit.check("x.pickle", lists(4, 11), InputOptions.DEFAULT, sets))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot use x.pickle: 2 of the gallery's images and 0 of the queries are hidden, and its numbers fit only with --hidden-files keep");
    assertThatThrownBy(() -> HiddenFit.check("x.pickle", lists(4, 9), InputOptions.DEFAULT, sets))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("say --hidden-files keep or drop");
    InputOptions said = InputOptions.DEFAULT.with(FileOptions.of(HiddenFiles.DROP));
    assertThatCode(() -> HiddenFit.check("x.pickle", lists(4, 9), said, sets))
        .doesNotThrowAnyException();
  }

  private static Fit fit(HiddenFiles now, Sets sets, Map<Integer, int[]> lists) {
    return HiddenFit.fit(lists, now, sets);
  }

  private static Map<Integer, int[]> lists(int queries, int lastGallery) {
    Map<Integer, int[]> lists = new HashMap<>();
    for (int query = 0; query < queries; query++) {
      lists.put(query, new int[] {0, lastGallery});
    }
    return lists;
  }
}
