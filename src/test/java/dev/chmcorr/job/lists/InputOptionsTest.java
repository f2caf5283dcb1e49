package dev.chmcorr.job.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.HiddenFiles;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.store.Storage;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class InputOptionsTest {
  private static final InputOptions ALL =
      InputOptions.unpackedTo("out")
          .with(FileOptions.of(HiddenFiles.KEEP).withMoreEndings())
          .with(new TableColumns("i", "l", "p"))
          .with(new ListOptions("train", "test", "/d/labels.csv", "/d/classes.txt"));

  private final Storage store = new Storage(new Configuration());

  @Test
  void aRecordHasAllThatWasSaid() {
    Map<String, String> recorded = ALL.recorded(store);

    InputOptions found =
        InputOptions.unpackedTo("out")
            .with(store, recorded, (option, given, known) -> given == null ? known : given);

    assertThat(recorded).hasSize(9).containsEntry("val_labels", "file:/d/labels.csv");
    assertThat(found.files()).isEqualTo(ALL.files());
    assertThat(found.columns()).isEqualTo(ALL.columns());
    assertThat(found.recorded(store)).isEqualTo(recorded);
    assertThat(InputOptions.DEFAULT.recorded(store)).isEmpty();
    assertThat(InputOptions.DEFAULT.isUnsaid()).isTrue();
    assertThat(ALL.isUnsaid()).isFalse();
  }

  @Test
  void everyOptionIsCompared() {
    Map<String, String> recorded = ALL.recorded(store);
    for (String key : recorded.keySet()) {
      Map<String, String> other = new HashMap<>(recorded);
      other.put(key, "x");
      assertThatThrownBy(() -> ALL.with(store, other, InputOptionsTest::same))
          .as(key)
          .hasMessage("--%s", key.replace('_', '-'));
    }
    assertThat(ALL.with(store, recorded, InputOptionsTest::same).recorded(store))
        .isEqualTo(recorded);
  }

  @Test
  void whatARecordLeavesOutIsTheDefault() {
    Map<String, String> inputs = Map.of("train", "file:/d");
    InputOptions keep = InputOptions.DEFAULT.with(FileOptions.of(HiddenFiles.KEEP));

    assertThatThrownBy(() -> keep.with(store, inputs, InputOptionsTest::same))
        .hasMessage("--hidden-files");
    // A pickle has no record.
    assertThat(keep.with(store, Map.of(), InputOptionsTest::same).files()).isEqualTo(keep.files());
  }

  private static String same(String option, String given, String known) {
    if (!Objects.equals(given, known)) {
      throw new UserException(option);
    }
    return given;
  }
}
