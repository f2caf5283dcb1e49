package dev.chmcorr.job.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.runfolder.RunRecord;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class RerankIdentityTest {
  private static final Path FOLDER = new Path("file:/runs/birds");

  @Test
  void readsHowManyCandidatesWereCompared() {
    assertThat(RerankIdentity.compared(run(Map.of("N", "50")), FOLDER)).isEqualTo(50);
  }

  @Test
  void aDamagedRecordIsOneLine() {
    assertThatThrownBy(() -> RerankIdentity.compared(run(Map.of("N", "fifty")), FOLDER))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot reuse file:/runs/birds: its _run.json is damaged: N is fifty; run rerank again");
    assertThatThrownBy(() -> RerankIdentity.compared(run(Map.of()), FOLDER))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("N is null");
  }

  private static RunRecord run(Map<String, String> parameters) {
    return RunRecord.of("rerank", "0.1.0", parameters);
  }
}
