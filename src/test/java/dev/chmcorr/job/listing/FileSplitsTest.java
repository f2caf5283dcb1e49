package dev.chmcorr.job.listing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class FileSplitsTest {
  @Test
  void namesAGlobForEachSplit() {
    assertRefused(
        "/d",
        "its files are several splits (test, train); give '/d/test-00000-of-00001.parquet' or '/d/train-*.parquet'",
        "test-00000-of-00001.parquet",
        "train-00000-of-00002.parquet",
        "train-00001-of-00002.parquet");
    assertRefused(
        "/d",
        "'/d/train-*.tar' or '/d/val-*.tar'",
        "train-0.tar",
        "train-1.tar",
        "val-0.tar",
        "val-1.tar");
    // Numbers come first.
    assertRefused(
        "/d",
        "'/d/*test*.tar' or '/d/*train*.tar'",
        "0-test.tar",
        "0-train.tar",
        "1-test.tar",
        "1-train.tar");
    // No glob but their names matches the two alone.
    assertRefused(
        "/d", "'/d/{a-train.tar,b-train.tar}'", "a-train.tar", "b-train.tar", "c-test-train.tar");
  }

  @Test
  void oneSplitIsOneSet() {
    assertFine("/d", "train-0.tar", "train-1.tar", "training-2.tar");
    assertFine("/d", "n01440764.tar", "n01443537.tar");
    assertFine("/d", "train-0.tar", "extra.tar");
  }

  @Test
  void whoNamesSeveralMeansThem() {
    assertFine("/d/{train,val}-*.tar", "train-0.tar", "val-0.tar");
    assertRefused("/d/*.tar", "several splits", "train-0.tar", "val-0.tar");
    assertRefused("/d/{train,v}*.tar", "several splits", "train-0.tar", "val-0.tar");
  }

  private static void assertRefused(String root, String message, String... names) {
    assertThatThrownBy(() -> check(root, names))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(message);
  }

  private static void assertFine(String root, String... names) {
    assertThatCode(() -> check(root, names)).doesNotThrowAnyException();
  }

  private static void check(String root, String... names) {
    List<Path> files = Stream.of(names).map(name -> new Path("/d/" + name)).toList();
    FileSplits.refuseSeveral("--train", new Path(root), files);
  }
}
