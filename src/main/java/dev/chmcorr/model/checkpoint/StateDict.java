package dev.chmcorr.model.checkpoint;

import java.util.Set;

/** Named tensors of a checkpoint, in the checkpoint's order. */
public interface StateDict {
  /** Where it came from, for messages. */
  String source();

  /** What the file calls a tensor, for messages. */
  default String nameInFile(String name) {
    return name;
  }

  /** All tensor names, in file order, also of tensors that cannot be read. */
  Set<String> names();

  /**
   * The shape of a tensor without reading its values, or null if there is no such tensor.
   *
   * @throws dev.chmcorr.domain.UserException if it cannot be read
   */
  int[] shape(String name);

  /** Reads one tensor as float32 (whatever float type is stored). */
  TensorData tensor(String name);
}
