package dev.chmcorr.model.torch;

import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.UserException;

/** A program for tests: starts libtorch as an executor does, and says how that went. */
public final class TorchStart {
  private TorchStart() {}

  /** Prints the device that {@code --device auto} comes to, or the user's mistake. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) {
    try {
      System.out.println("device " + TorchDevice.resolve(DeviceChoice.AUTO, 0));
    } catch (UserException e) {
      System.out.println("refused: " + e.getMessage());
    }
  }
}
