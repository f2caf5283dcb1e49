package dev.chmcorr.job.tools;

import dev.chmcorr.domain.Limits;

/**
 * What {@code import-model} was asked to do.
 *
 * @param kind of the checkpoint
 * @param checkpoint to read
 * @param entry path of the dictionary of the checkpoint that holds the network; null for any
 * @param prefix before the names of the network's tensors; null for any
 * @param kernel how a Hough matching checkpoint shares its kernels' weights; others ignore it
 * @param out archive to write
 * @param limits of what the checkpoint may take
 */
public record ImportModelOptions(
    ImportModelJob.Kind kind,
    String checkpoint,
    String entry,
    String prefix,
    ImportModelJob.Kernel kernel,
    String out,
    Limits limits) {
  /**
   * The same for the only network, with the default limits, and kernels shared as the checkpoint's
   * shapes say.
   */
  public ImportModelOptions(ImportModelJob.Kind kind, String checkpoint, String out) {
    this(kind, checkpoint, null, null, ImportModelJob.Kernel.AUTO, out, Limits.DEFAULT);
  }
}
