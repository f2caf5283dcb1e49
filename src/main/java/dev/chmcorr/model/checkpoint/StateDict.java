package dev.chmcorr.model.checkpoint;

import java.util.Set;

/** Named tensors of a checkpoint, in the checkpoint's order. */
public interface StateDict {
  /** Where it came from, for messages. */
  String source();

  /** All tensor names, in file order. */
  Set<String> names();

  /** The shape of a tensor without reading its values, or null if there is no such tensor. */
  int[] shape(String name);

  /** Reads one tensor as float32 (whatever float type is stored). */
  TensorData tensor(String name);
}
