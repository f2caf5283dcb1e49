package dev.chmcorr.job.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
  @TempDir private Path proc;

  private void file(String name, String text) throws IOException {
    Path file = proc.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void readsWhatLinuxSays() throws IOException {
    file(
        "cpuinfo",
        """
        processor\t: 0
        model name\t: Intel(R) Xeon(R) Platinum 8481C
        flags\t\t: fpu sse4_2 amx_bf16 avx2 avx512f avx512_vnni

        processor\t: 1
        model name\t: another
        """);
    file("meminfo", "MemTotal:       24683676 kB\nMemFree: 1 kB\nMemAvailable:    2097152 kB\n");
    file("driver/nvidia/gpus/0000:00:04.0/information", "Model: \t\t NVIDIA H200\nIRQ: 1\n");

    Machine machine = new Machine(proc);

    assertThat(machine.processor()).isEqualTo("Intel(R) Xeon(R) Platinum 8481C");
    assertThat(machine.processorFeatures()).containsExactly("AVX2", "AVX-512", "VNNI", "AMX BF16");
    // 24683676 / 1024 = 24105.1.
    assertThat(machine.memory()).isEqualTo(24105);
    assertThat(machine.freeMemory()).isEqualTo(2048);
    assertThat(machine.gpus()).containsExactly("NVIDIA H200");
  }

  @Test
  void anArmProcessorHasNoNameAndOtherFeatures() throws IOException {
    file("cpuinfo", "processor\t: 0\nFeatures\t: fp asimd sve bf16\n");

    Machine machine = new Machine(proc);

    assertThat(machine.processor()).isNull();
    assertThat(machine.processorFeatures()).containsExactly("NEON", "SVE", "BF16");
  }

  @Test
  void whatIsNotSaidIsUnknown() {
    Machine machine = new Machine(proc.resolve("none"));

    assertThat(machine.processor()).isNull();
    assertThat(machine.processorFeatures()).isEmpty();
    assertThat(machine.memory()).isEqualTo(-1);
    assertThat(machine.gpus()).isEmpty();
  }
}
