package dev.chmcorr.job.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.HiddenFiles;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.store.Storage;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class InputOptionsTest {
  private static final Storage STORE = new Storage(new Configuration());

  private final InputOptions unsaid = InputOptions.unpackedTo("out");

  @Test
  void aRecordHasWhatIsNotAsByDefault() {
    assertThat(unsaid.recorded(STORE)).isEmpty();
    assertThat(unsaid.with(HiddenFiles.DROP).recorded(STORE)).isEmpty();
    assertThat(unsaid.with(HiddenFiles.KEEP).withMoreEndings().recorded(STORE))
        .isEqualTo(Map.of("hidden_files", "keep", "endings", "more"));
  }

  @Test
  void whatIsNotSaidIsTakenFromTheRecord() {
    InputOptions kept = unsaid.with(HiddenFiles.KEEP).withMoreEndings();

    assertThat(unsaid.with(STORE, kept.recorded(STORE), InputOptionsTest::same)).isEqualTo(kept);
    assertThat(kept.with(STORE, kept.recorded(STORE), InputOptionsTest::same)).isEqualTo(kept);
    assertThat(unsaid.with(STORE, Map.of(), InputOptionsTest::same).names())
        .isEqualTo(unsaid.names());
  }

  @Test
  void bothValuesReachWhoDecides() {
    assertThatThrownBy(
            () -> unsaid.with(HiddenFiles.KEEP).with(STORE, Map.of(), InputOptionsTest::same))
        .hasMessage("--hidden-files keep drop");
    assertThatThrownBy(
            () -> unsaid.with(STORE, Map.of("hidden_files", "x\ny"), InputOptionsTest::same))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("x?y");
  }

  private static String same(String option, String given, String known) {
    if (given != null && !given.equals(known)) {
      throw new UserException("%s %s %s".formatted(option, given, known));
    }
    return known;
  }
}
