package dev.chmcorr.job.doctor;

import dev.chmcorr.job.doctor.Examination.Folders;
import dev.chmcorr.job.doctor.Examination.Memory;
import dev.chmcorr.job.doctor.Examination.Place;
import dev.chmcorr.job.doctor.Examination.Processor;
import dev.chmcorr.job.doctor.Examination.Software;
import dev.chmcorr.job.doctor.Examination.Timing;
import dev.chmcorr.model.torch.TorchReport;
import java.util.List;

/** Examinations of a machine on which all is well, but for what a test changes. */
final class Examinations {
  static final Software SOFTWARE = software("17.0.15", "UTF-8");
  static final Processor PROCESSOR = new Processor("Xeon", List.of("AVX2"), 4, 4, 1, 1, List.of());
  static final Memory MEMORY = new Memory(4096, 16384, 16384, 12000);
  static final Folders FOLDERS = folders(new Place("/home/u/.djl.ai", true, 431L, 9000), 9000);
  static final TorchReport TORCH =
      new TorchReport("2.7.1", "cpu", "/home/u/.djl.ai/2.7.1", List.of(), "bf16", null);

  private Examinations() {}

  static Software software(String java, String encoding) {
    return new Software("1.0", java, "/usr/lib/jvm", "4.2.0", "2.13", "Linux", encoding);
  }

  static Folders folders(Place natives, long free) {
    return new Folders(
        natives,
        new Place("/tmp", true, null, free),
        List.of(new Place("/scratch", true, null, free)));
  }

  static Examination of(
      Software software, Processor processor, Memory memory, Folders folders, TorchReport torch) {
    return new Examination(
        "driver", "a:1", software, processor, memory, folders, torch, List.of("file"), List.of());
  }

  static Examination executor(
      String id, String host, Software software, TorchReport torch, double milliseconds) {
    return new Examination(
        "executor " + id,
        host,
        software,
        PROCESSOR,
        MEMORY,
        FOLDERS,
        torch,
        List.of("file"),
        List.of(new Timing("trunk", "images embedded", 8, milliseconds, "bf16 on cpu", null)));
  }
}
