package dev.chmcorr.job.network;

import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Framing;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.UserException;
import java.io.Serializable;

/**
 * Which networks a run uses and how they compute.
 *
 * @param model TorchScript archive of the trunk, or null if the run has none
 * @param chm TorchScript archive of the Hough matching network, or null if the run has none
 * @param precision of the arithmetic
 * @param device CPU or CUDA
 * @param batch images per call of a network, or {@link #BY_DEVICE}
 * @param framing of images for the trunk, as far as it is said
 */
public record NetworkOptions(
    String model, String chm, Precision precision, DeviceChoice device, int batch, Framing framing)
    implements Serializable {
  /** The batch that suits the device. */
  public static final int BY_DEVICE = 0;

  /** With images as published. */
  public NetworkOptions(
      String model, String chm, Precision precision, DeviceChoice device, int batch) {
    this(model, chm, precision, device, batch, Framing.UNSAID);
  }

  /** The same in another precision. */
  public NetworkOptions in(Precision other) {
    return new NetworkOptions(model, chm, other, device, batch, framing);
  }

  public NetworkOptions {
    if (batch < BY_DEVICE || batch > 4096) {
      throw new UserException(
          "Invalid --bs: %d (must be 1..4096, or 0 for what suits the device)".formatted(batch));
    }
  }
}
