package dev.chmcorr.job.doctor;

import dev.chmcorr.job.doctor.Examination.Memory;
import dev.chmcorr.job.doctor.Examination.Place;
import dev.chmcorr.job.doctor.Examination.Timing;
import dev.chmcorr.model.torch.TorchReport;
import java.util.ArrayList;
import java.util.List;

/** What an examination means for runs. */
final class Findings {
  /** Mebibytes that libtorch takes when it is unpacked. */
  private static final long UNPACKED = 430;

  /** Mebibytes that networks, images and features of a task or two take outside the heap. */
  private static final long OUTSIDE = 2048;

  /** The same of an executor, as conf's files give it; its container ends it if it takes more. */
  private static final long OUTSIDE_OF_EXECUTOR = 3072;

  /** Mebibytes that shuffles and shipped archives may take. */
  private static final long WORK = 4096;

  private static final long TEMPORARY = 512;

  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final Examination examined;

  private Findings(Examination examined) {
    this.examined = examined;
  }

  static Findings of(Examination examined) {
    Findings findings = new Findings(examined);
    findings.ofMemory(examined.memory());
    findings.ofFolders();
    findings.ofSoftware();
    findings.ofProcessor();
    examined.timings().forEach(findings::ofTiming);
    return findings;
  }

  /** What makes runs impossible. */
  List<String> problems() {
    return problems;
  }

  /** What will hurt. */
  List<String> warnings() {
    return warnings;
  }

  private void ofMemory(Memory memory) {
    if (memory.heapMib() > memory.limitMib()) {
      problem(
          "the heap may grow to %d MiB and there are %d: give a smaller --driver-memory or --executor-memory",
          memory.heapMib(), memory.limitMib());
    } else if (memory.limitMib() - memory.heapMib() < outside() && runsNetworks()) {
      warn(
          "beside a heap of %d MiB there are %d MiB for networks, which take about %d: give %s",
          memory.heapMib(),
          memory.limitMib() - memory.heapMib(),
          outside(),
          isAlone()
              ? "a smaller --driver-memory"
              : "a smaller --executor-memory, or more spark.executor.memoryOverhead on YARN and Kubernetes");
    }
    if (memory.freeMib() >= 0 && memory.freeMib() < OUTSIDE) {
      warn("only %d MiB of memory are free now", memory.freeMib());
    }
  }

  private long outside() {
    return isAlone() ? OUTSIDE : OUTSIDE_OF_EXECUTOR;
  }

  /** Whether driver and tasks are one process. */
  private boolean isAlone() {
    return examined.place().equals("driver");
  }

  private void ofFolders() {
    Place natives = examined.folders().natives();
    boolean unpacks =
        runsNetworks()
            && natives.usedMib() == 0
            && isUnpackedIn(natives, examined.torch().library());
    if (unpacks && !natives.writable()) {
      warn(
          "%s, where libtorch is unpacked, cannot be written: set DJL_CACHE_DIR to a folder that can",
          natives.path());
    } else if (unpacks) {
      warn(
          "libtorch was not unpacked in %s before: the first run on a machine takes some seconds longer",
          natives.path());
    }
    if (unpacks && isShort(natives, UNPACKED)) {
      problem("%s has %d MiB left, libtorch takes %d", natives.path(), natives.freeMib(), UNPACKED);
    }
    Place temporary = examined.folders().temporary();
    if (!temporary.writable()) {
      problem("%s cannot be written: set -Djava.io.tmpdir", temporary.path());
    } else if (isShort(temporary, TEMPORARY)) {
      warn("%s has %d MiB left", temporary.path(), temporary.freeMib());
    }
    for (Place work : examined.folders().work()) {
      if (!work.writable()) {
        warn("%s (spark.local.dir) cannot be written", work.path());
      } else if (isShort(work, WORK)) {
        warn("%s (spark.local.dir) has %d MiB left", work.path(), work.freeMib());
      }
    }
  }

  /** Not if the machine has a libtorch of its own. */
  private static boolean isUnpackedIn(Place natives, String library) {
    return library == null || library.startsWith(natives.path());
  }

  private static boolean isShort(Place place, long mebibytes) {
    return place.freeMib() >= 0 && place.freeMib() < mebibytes;
  }

  private void ofSoftware() {
    String encoding = examined.software().encoding();
    if (!encoding.equals("UTF-8")) {
      warn(
          "file names are read as %s, so that others than ASCII may not be found: set LANG=C.UTF-8",
          encoding);
    }
  }

  private void ofProcessor() {
    TorchReport torch = examined.torch();
    if (torch == null) {
      return;
    }
    List<String> gpus = examined.processor().gpus();
    if (torch.error() != null) {
      problem("%s", torch.error());
    } else if (!gpus.isEmpty() && torch.gpus().isEmpty()) {
      warn(
          "the machine has %s, of which libtorch (%s) finds none: %s",
          String.join(", ", gpus),
          torch.flavor(),
          torch.flavor().startsWith("cu")
              ? "its CUDA may be too new for NVIDIA's driver (nvidia-smi says which it has), or CUDA_VISIBLE_DEVICES hides them"
              : "set PYTORCH_LIBRARY_PATH to a libtorch built for CUDA");
    } else if (torch.flavor().startsWith("cu") && torch.gpus().isEmpty()) {
      warn("libtorch is built for CUDA (%s) and finds no GPU", torch.flavor());
    }
    List<String> features = examined.processor().features();
    if (torch.gpus().isEmpty() && !features.contains("AVX2") && !features.contains("NEON")) {
      warn("the processor has no AVX2: networks will be several times slower");
    }
    if (isAlone()
        && examined.processor().tasks() * examined.processor().networkThreads()
            < examined.processor().cores()) {
      warn(
          "%d of %d cores will work: --master 'local[*]' takes all",
          examined.processor().tasks() * examined.processor().networkThreads(),
          examined.processor().cores());
    }
  }

  private void ofTiming(Timing timing) {
    if (timing.error() != null) {
      problem("network %s does not run: %s", timing.network(), timing.error());
    }
  }

  private boolean runsNetworks() {
    return examined.torch() != null;
  }

  private void problem(String format, Object... values) {
    problems.add(examined.place() + ": " + format.formatted(values));
  }

  private void warn(String format, Object... values) {
    warnings.add(examined.place() + ": " + format.formatted(values));
  }
}
