package dev.chmcorr.job.doctor;

import dev.chmcorr.job.doctor.Examination.Memory;
import dev.chmcorr.job.doctor.Examination.Place;
import dev.chmcorr.job.doctor.Examination.Processor;
import dev.chmcorr.job.doctor.Examination.Software;
import dev.chmcorr.job.doctor.Examination.Timing;
import dev.chmcorr.model.torch.TorchReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report as people read it, line by line. */
final class DoctorText {
  private final List<String> lines = new ArrayList<>();

  private DoctorText() {}

  static List<String> of(Report report) {
    DoctorText text = new DoctorText();
    text.lines.add("Master %s, networks %s".formatted(report.master(), report.networks()));
    report.examined().forEach(text::add);
    report.missed().forEach(missed -> text.lines.add("Not reached: executor at " + missed));
    text.add("Differences", report.differences());
    text.add("Warnings", report.warnings());
    text.add("Problems", report.problems());
    if (report.problems().isEmpty() && report.warnings().isEmpty()) {
      text.lines.add("Nothing found that would hurt a run");
    }
    return text.lines;
  }

  private void add(String title, List<String> found) {
    if (!found.isEmpty()) {
      lines.add(title);
      found.forEach(one -> lines.add("  " + one));
    }
  }

  private void add(Examination one) {
    lines.add("%s at %s".formatted(one.place(), one.host()));
    add(one.software());
    add(one.processor(), one.torch() != null);
    add(one.memory());
    if (one.torch() != null) {
      add(one.torch());
    }
    field("file systems", String.join(", ", one.fileSystems()));
    field("libtorch in", place(one.folders().natives()));
    field("temporary", place(one.folders().temporary()));
    one.folders().work().forEach(work -> field("spark.local.dir", place(work)));
    one.timings().forEach(this::add);
  }

  private void add(Software software) {
    field("chm-corr", software.program());
    field("Java", "%s in %s".formatted(software.java(), software.javaHome()));
    field("Spark", "%s, Scala %s".formatted(software.spark(), software.scala()));
    field("system", "%s, file names in %s".formatted(software.system(), software.encoding()));
  }

  private void add(Processor processor, boolean runsNetworks) {
    field("processor", processor.model() + ": " + list(processor.features()));
    String plan =
        "; at once %d tasks of %d network and %d decoding threads"
            .formatted(processor.tasks(), processor.networkThreads(), processor.decodeThreads());
    field("cores", processor.cores() + (runsNetworks ? plan : ""));
    field("NVIDIA's GPUs", list(processor.gpus()));
  }

  private void add(Memory memory) {
    field(
        "memory",
        "%d MiB, of which this process may have %d%s; heap at most %d"
            .formatted(
                memory.machineMib(),
                memory.limitMib(),
                memory.freeMib() < 0 ? "" : " and %d are free".formatted(memory.freeMib()),
                memory.heapMib()));
  }

  private void add(TorchReport torch) {
    if (torch.error() != null) {
      field("libtorch", "does not start");
      return;
    }
    field("libtorch", "%s, %s, in %s".formatted(torch.version(), torch.flavor(), torch.library()));
    field("GPUs", list(torch.gpus()));
    field("precision", "auto is " + torch.precision());
  }

  private void add(Timing timing) {
    field(
        timing.network(),
        timing.error() != null
            ? "failed"
            : String.format(
                Locale.ROOT,
                "%.1f ms each, %d %s at once, in %s",
                timing.milliseconds(),
                timing.batch(),
                timing.what(),
                timing.computed()));
  }

  private void field(String name, String value) {
    lines.add(String.format(Locale.ROOT, "  %-16s %s", name, value));
  }

  private static String list(List<String> values) {
    return values.isEmpty() ? "none" : String.join(", ", values);
  }

  private static String place(Place place) {
    String used = place.usedMib() == null ? "" : "%d MiB in it, ".formatted(place.usedMib());
    return "%s: %s%s%d MiB free"
        .formatted(place.path(), place.writable() ? "" : "not writable, ", used, place.freeMib());
  }
}
