package dev.chmcorr.model.importer;

import dev.chmcorr.model.checkpoint.StateDict;
import dev.chmcorr.model.checkpoint.TensorData;
import java.util.Arrays;
import java.util.Set;

/**
 * One of two networks that a checkpoint holds as one, along the first dimension of every tensor.
 *
 * @param half 0 for the first network, 1 for the second
 */
record HalfStateDict(StateDict whole, int half) implements StateDict {
  @Override
  public String source() {
    return whole.source();
  }

  @Override
  public String nameInFile(String name) {
    return whole.nameInFile(name);
  }

  @Override
  public Set<String> names() {
    return whole.names();
  }

  @Override
  public int[] shape(String name) {
    int[] shape = whole.shape(name);
    if (shape == null || shape.length == 0) {
      return shape;
    }
    int[] halved = shape.clone();
    halved[0] /= 2;
    return halved;
  }

  @Override
  public TensorData tensor(String name) {
    float[] values = whole.tensor(name).values();
    int size = values.length / 2;
    return new TensorData(shape(name), Arrays.copyOfRange(values, half * size, half * size + size));
  }
}
