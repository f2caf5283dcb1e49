package dev.chmcorr.job.doctor;

import static dev.chmcorr.job.doctor.Examinations.FOLDERS;
import static dev.chmcorr.job.doctor.Examinations.MEMORY;
import static dev.chmcorr.job.doctor.Examinations.PROCESSOR;
import static dev.chmcorr.job.doctor.Examinations.SOFTWARE;
import static dev.chmcorr.job.doctor.Examinations.TORCH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.job.doctor.Examination.Folders;
import dev.chmcorr.job.doctor.Examination.Memory;
import dev.chmcorr.job.doctor.Examination.Place;
import dev.chmcorr.job.doctor.Examination.Processor;
import dev.chmcorr.job.doctor.Examination.Timing;
import dev.chmcorr.model.torch.TorchReport;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsTest {
  private static Findings of(Memory memory) {
    return Findings.of(Examinations.of(SOFTWARE, PROCESSOR, memory, FOLDERS, TORCH));
  }

  private static Findings ofExecutor(Memory memory) {
    return Findings.of(
        new Examination(
            "executor 1",
            "a:1",
            SOFTWARE,
            PROCESSOR,
            memory,
            FOLDERS,
            TORCH,
            List.of("file"),
            List.of()));
  }

  private static Findings of(Folders folders, TorchReport torch) {
    return Findings.of(Examinations.of(SOFTWARE, PROCESSOR, MEMORY, folders, torch));
  }

  private static Findings of(Processor processor, TorchReport torch) {
    return Findings.of(Examinations.of(SOFTWARE, processor, MEMORY, FOLDERS, torch));
  }

  @Test
  void whereAllIsWellNothingIsFound() {
    Findings findings = of(MEMORY);

    assertThat(findings.problems()).isEmpty();
    assertThat(findings.warnings()).isEmpty();
  }

  @Test
  void aHeapLargerThanAContainerMakesRunsImpossible() {
    assertThat(of(new Memory(4096, 16384, 4095, 12000)).problems())
        .containsExactly(
            "driver: the heap may grow to 4096 MiB and there are 4095: give a smaller --driver-memory or --executor-memory");
  }

  @Test
  void littleMemoryOutsideTheHeapIsAWarning() {
    assertThat(of(new Memory(4096, 16384, 6143, 12000)).warnings())
        .singleElement()
        .asString()
        .contains("beside a heap of 4096 MiB there are 2047 MiB for networks");
    assertThat(of(new Memory(4096, 16384, 6144, 12000)).warnings()).isEmpty();
    assertThat(ofExecutor(new Memory(4096, 16384, 4096 + 3071, 12000)).warnings())
        .singleElement()
        .asString()
        .contains("there are 3071 MiB for networks", "more spark.executor.memoryOverhead");
    assertThat(ofExecutor(new Memory(4096, 16384, 4096 + 3072, 12000)).warnings()).isEmpty();
    assertThat(of(new Memory(4096, 16384, 16384, 100)).warnings())
        .containsExactly("driver: only 100 MiB of memory are free now");
    assertThat(of(new Memory(4096, 16384, 16384, -1)).warnings()).isEmpty();
  }

  @Test
  void aFolderOfLibrariesThatCannotBeWrittenIsAWarningUnlessItIsNotUsed() {
    Folders folders = Examinations.folders(new Place("/home/u/.djl.ai", false, 0L, 9000), 9000);
    TorchReport own =
        new TorchReport("2.7.1", "cu128", "/opt/libtorch/lib", List.of("cuda:0"), "bf16", null);

    assertThat(of(folders, TORCH).warnings())
        .containsExactly(
            "driver: /home/u/.djl.ai, where libtorch is unpacked, cannot be written: set DJL_CACHE_DIR to a folder that can");
    assertThat(of(folders, own).warnings()).isEmpty();
    assertThat(of(folders, null).warnings()).isEmpty();
    // As in an image that has them.
    Folders unpacked = Examinations.folders(new Place("/home/u/.djl.ai", false, 430L, 9000), 9000);
    assertThat(of(unpacked, TORCH).warnings()).isEmpty();
  }

  @Test
  void smallDisksAreTold() {
    assertThat(of(Examinations.folders(FOLDERS.natives(), 500), TORCH).warnings())
        .containsExactly(
            "driver: /tmp has 500 MiB left", "driver: /scratch (spark.local.dir) has 500 MiB left");
    assertThat(of(Examinations.folders(FOLDERS.natives(), -1), TORCH).warnings()).isEmpty();
    Place full = new Place("/home/u/.djl.ai", true, 0L, 429);
    assertThat(of(Examinations.folders(full, 9000), TORCH).problems())
        .containsExactly("driver: /home/u/.djl.ai has 429 MiB left, libtorch takes 430");
  }

  @Test
  void libtorchThatDoesNotStartMakesRunsImpossible() {
    TorchReport torch =
        new TorchReport(null, "cpu", null, List.of(), null, "Cannot start libtorch");

    assertThat(of(PROCESSOR, torch).problems()).containsExactly("driver: Cannot start libtorch");
  }

  @Test
  void gpusThatLibtorchDoesNotFindAreAWarning() {
    Processor gpu = new Processor("Xeon", List.of("AVX2"), 4, 4, 1, 1, List.of("NVIDIA H200"));
    TorchReport cuda = new TorchReport("2.7.1", "cu128", "/opt/libtorch", List.of(), "bf16", null);

    assertThat(of(gpu, TORCH).warnings())
        .containsExactly(
            "driver: the machine has NVIDIA H200, of which libtorch (cpu) finds none: set PYTORCH_LIBRARY_PATH to a libtorch built for CUDA");
    assertThat(of(gpu, cuda).warnings())
        .singleElement()
        .asString()
        .contains("NVIDIA H200, of which libtorch (cu128) finds none: its CUDA may be too new ");
    assertThat(of(PROCESSOR, cuda).warnings())
        .containsExactly("driver: libtorch is built for CUDA (cu128) and finds no GPU");
  }

  @Test
  void idleCoresAndOldProcessorsAreWarnings() {
    Processor old = new Processor("Atom", List.of(), 4, 1, 1, 1, List.of());

    assertThat(of(old, TORCH).warnings())
        .satisfiesExactly(
            line -> assertThat(line).contains("no AVX2"),
            line -> assertThat(line).contains("1 of 4 cores will work"));
  }

  @Test
  void namesThatAreNotReadAsUtf8AreAWarning() {
    Examination posix =
        Examinations.of(
            Examinations.software("17.0.15", "ANSI_X3.4-1968"), PROCESSOR, MEMORY, FOLDERS, TORCH);

    assertThat(Findings.of(posix).warnings())
        .singleElement()
        .asString()
        .contains("ANSI_X3.4-1968")
        .contains("LANG=C.UTF-8");
  }

  @Test
  void aNetworkThatFailsMakesRunsImpossible() {
    Examination failed =
        Examinations.of(SOFTWARE, PROCESSOR, MEMORY, FOLDERS, TORCH)
            .with(List.of(new Timing("chm", "pairs compared", 0, 0, null, "no kernel")));

    assertThat(Findings.of(failed).problems())
        .containsExactly("driver: network chm does not run: no kernel");
  }
}
