package dev.chmcorr.job.doctor;

import dev.chmcorr.model.torch.TorchReport;
import java.util.List;

/**
 * What was found in one JVM. It crosses Spark, and goes to users, as JSON of {@link Report}.
 *
 * @param place {@code driver}, or which executor
 * @param host its machine, and its port for Spark
 * @param torch null if this process runs no networks
 * @param timings of networks; none where libtorch does not start, or this process runs none
 */
record Examination(
    String place,
    String host,
    Software software,
    Processor processor,
    Memory memory,
    Folders folders,
    TorchReport torch,
    List<String> fileSystems,
    List<Timing> timings) {

  /**
   * What runs.
   *
   * @param encoding of file names
   */
  record Software(
      String program,
      String java,
      String javaHome,
      String spark,
      String scala,
      String system,
      String encoding) {}

  /**
   * What computes.
   *
   * @param features of those that matter to networks
   * @param cores that this JVM may use
   * @param tasks that run at once, and the threads of each
   * @param gpus of the machine, whether libtorch finds them or not
   */
  record Processor(
      String model,
      List<String> features,
      int cores,
      int tasks,
      int networkThreads,
      int decodeThreads,
      List<String> gpus) {}

  /**
   * In mebibytes.
   *
   * @param limitMib what this process may have of it: a container's, or all
   * @param freeMib what no process uses now; -1 if unknown
   */
  record Memory(long heapMib, long machineMib, long limitMib, long freeMib) {}

  /**
   * A folder.
   *
   * @param usedMib by what is in it; null if that was not looked at
   * @param freeMib of its disk; -1 if unknown
   */
  record Place(String path, boolean writable, Long usedMib, long freeMib) {}

  /**
   * Folders that runs fill.
   *
   * @param natives where libtorch is unpacked
   * @param temporary of Java
   * @param work of Spark: shuffles and shipped files
   */
  record Folders(Place natives, Place temporary, List<Place> work) {}

  /**
   * How fast a network is here.
   *
   * @param what images embedded, pairs compared
   * @param batch at once
   * @param milliseconds each; 0 if it failed
   * @param computed in which precision, on which device; null if it failed
   * @param error null if it ran
   */
  record Timing(
      String network, String what, int batch, double milliseconds, String computed, String error) {}

  Examination with(List<Timing> others) {
    return new Examination(
        place, host, software, processor, memory, folders, torch, fileSystems, others);
  }
}
