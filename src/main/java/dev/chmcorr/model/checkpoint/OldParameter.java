package dev.chmcorr.model.checkpoint;

import dev.chmcorr.pickle.Buildable;
import dev.chmcorr.pickle.PickleException;
import dev.chmcorr.pickle.Placeholder;

/**
 * A parameter as PyTorch before 0.4 wrote it (torchvision's first ResNet-50 file has them): made of
 * its tensor, or given it as the first of five parts of its state.
 */
final class OldParameter implements Buildable {
  private static final int STATE_WITH_DATA = 5;

  private Object data;

  OldParameter(Object[] arguments) {
    data = arguments.length > 0 ? arguments[0] : null;
  }

  @Override
  public void build(Object state) throws PickleException {
    if (state instanceof Placeholder) {
      data = state;
      return;
    }
    if (!(state instanceof Object[] parts)) {
      throw TorchGlobals.broken();
    }
    if (parts.length == STATE_WITH_DATA) {
      data = parts[0];
    }
  }

  /** A TensorView, or a Placeholder for what cannot be read, if the file is valid. */
  Object data() {
    return data;
  }
}
