package dev.chmcorr.job.doctor;

import static dev.chmcorr.job.doctor.Examinations.FOLDERS;
import static dev.chmcorr.job.doctor.Examinations.MEMORY;
import static dev.chmcorr.job.doctor.Examinations.PROCESSOR;
import static dev.chmcorr.job.doctor.Examinations.SOFTWARE;
import static dev.chmcorr.job.doctor.Examinations.TORCH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.model.torch.TorchReport;
import java.util.List;
import org.junit.jupiter.api.Test;

class DifferencesTest {
  private static final TorchReport CUDA =
      new TorchReport("2.7.1", "cu128", "/opt/torch", List.of("cuda:0"), "bf16", null);

  @Test
  void executorsThatAreAlikeDoNotDiffer() {
    assertThat(
            Differences.of(
                List.of(
                    // A driver without networks is no executor that lacks libtorch.
                    Examinations.of(SOFTWARE, PROCESSOR, MEMORY, FOLDERS, null),
                    Examinations.executor("0", "a:2", SOFTWARE, TORCH, 10),
                    Examinations.executor("1", "b:1", SOFTWARE, TORCH, 15))))
        .isEmpty();
  }

  @Test
  void anotherJavaLibtorchGpuAndSpeedAreNamedWithTheirPlaces() {
    assertThat(
            Differences.of(
                List.of(
                    Examinations.executor("0", "a:2", SOFTWARE, TORCH, 10),
                    Examinations.executor(
                        "1", "b:1", Examinations.software("21.0.1", "UTF-8"), CUDA, 15.1),
                    Examinations.executor("2", "c:1", SOFTWARE, TORCH, 11))))
        .containsExactly(
            "Java: 17.0.15 on executor 0 (a:2), executor 2 (c:1); 21.0.1 on executor 1 (b:1)",
            "libtorch: 2.7.1 cpu on executor 0 (a:2), executor 2 (c:1); 2.7.1 cu128 on executor 1 (b:1)",
            "GPUs: none on executor 0 (a:2), executor 2 (c:1); cuda:0 on executor 1 (b:1)",
            "speed of trunk: 10.0 ms on executor 0 (a:2), 15.1 ms on executor 1 (b:1)");
  }
}
