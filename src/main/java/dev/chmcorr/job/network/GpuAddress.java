package dev.chmcorr.job.network;

import dev.chmcorr.domain.UserException;
import java.util.Arrays;
import java.util.List;

/**
 * What Spark calls a GPU and what libtorch calls it. Spark's address is what the discovery script
 * printed: an index of nvidia-smi's or a UUID. libtorch counts from 0 the devices that {@code
 * CUDA_VISIBLE_DEVICES} lists, in that order, or all of them if it is not set.
 */
final class GpuAddress {
  private GpuAddress() {}

  /**
   * The index that libtorch knows a GPU by.
   *
   * @param address as Spark handed it to the task
   * @param visible value of {@code CUDA_VISIBLE_DEVICES}, or null if it is not set
   * @throws UserException if the address means no visible device
   */
  static int index(String address, String visible) {
    if (visible != null) {
      return position(address, visible);
    }
    try {
      return Integer.parseUnsignedInt(address);
    } catch (NumberFormatException e) {
      throw new UserException(
          "Cannot use GPU %s: it is no index; set CUDA_VISIBLE_DEVICES to the executor's GPUs in these words, or let the discovery script print indices as submit/gpus.sh does"
              .formatted(address),
          e);
    }
  }

  private static int position(String address, String visible) {
    List<String> devices = Arrays.stream(visible.split(",")).map(String::strip).toList();
    for (int i = 0; i < devices.size(); i++) {
      if (same(address, devices.get(i))) {
        return i;
      }
    }
    throw new UserException(
        "Cannot use GPU %s: CUDA_VISIBLE_DEVICES=%s does not list it; let the discovery script print its entries as submit/gpus.sh does"
            .formatted(address, visible));
  }

  /** CUDA takes any unambiguous beginning of a UUID for the whole. */
  private static boolean same(String address, String device) {
    return address.equals(device) || (device.startsWith("GPU-") && address.startsWith(device));
  }
}
