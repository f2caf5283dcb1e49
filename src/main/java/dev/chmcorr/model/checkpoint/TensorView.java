package dev.chmcorr.model.checkpoint;

import dev.chmcorr.domain.Limits;
import dev.chmcorr.pickle.PickleException;
import java.util.Arrays;
import java.util.List;

/**
 * A tensor as a checkpoint describes it: a strided view into a storage, as {@code torch.as_strided}
 * takes it. Nothing in it can be trusted before {@link #check}.
 *
 * @param storage what it looks into
 * @param offset its first element, in elements
 * @param sizes of the dimensions
 * @param strides step of each dimension, in elements
 */
record TensorView(Storage storage, long offset, long[] sizes, long[] strides) {
  /**
   * Elements that one tensor may have, or lie between its first and last: more have no room in an
   * array of bytes as float32. The largest of a ResNet-101 has 9 million.
   */
  private static final int MAX_LENGTH = (Integer.MAX_VALUE - 8) / Float.BYTES;

  /**
   * Refuses a view that reaches outside its storage, has more elements than it, or takes more
   * memory than a limit allows.
   */
  void check(String name, Limits limits) throws PickleException {
    checkInside(name);
    long bytes = Float.BYTES * Math.max(elements(), span());
    if (bytes > limits.inputBytes()) {
      throw new PickleException(
          "tensor %s of shape %s takes %d bytes of memory (at most %d; --max-input-mib raises the limit)"
              .formatted(name, Arrays.toString(sizes), bytes, limits.inputBytes()));
    }
  }

  private void checkInside(String name) throws PickleException {
    try {
      boolean sane = offset >= 0 && sizes.length == strides.length;
      for (int d = 0; sane && d < sizes.length; d++) {
        sane = sizes[d] >= 0 && sizes[d] <= Integer.MAX_VALUE && strides[d] >= 0;
      }
      long elements = sane ? elements() : -1;
      // An expanded tensor (stride 0) could claim any size; the limit keeps memory near the file's.
      sane = sane && elements <= Math.min(MAX_LENGTH, storage.length()) && span() <= MAX_LENGTH;
      sane = sane && (elements == 0 || Math.addExact(offset, span()) <= storage.length());
      if (!sane) {
        throw outside(name);
      }
    } catch (ArithmeticException e) {
      throw outside(name);
    }
  }

  private PickleException outside(String name) {
    return new PickleException(
        "tensor %s claims shape %s, strides %s, offset %d, but its storage holds %d elements"
            .formatted(
                name, Arrays.toString(sizes), Arrays.toString(strides), offset, storage.length()));
  }

  /** Equal for views that show the same. */
  List<Object> place() {
    return List.of(
        storage,
        offset,
        Arrays.stream(sizes).boxed().toList(),
        Arrays.stream(strides).boxed().toList());
  }

  int[] shape() {
    return Arrays.stream(sizes).mapToInt(Math::toIntExact).toArray();
  }

  long elements() {
    return Arrays.stream(sizes).reduce(1, Math::multiplyExact);
  }

  /** How many elements of the storage lie between its first and its last, both included. */
  long span() {
    long last = 0;
    for (int d = 0; d < sizes.length; d++) {
      if (sizes[d] == 0) {
        return 0;
      }
      last = Math.addExact(last, Math.multiplyExact(sizes[d] - 1, strides[d]));
    }
    return Math.addExact(last, 1);
  }

  /** Puts the elements of the span into row-major order. */
  float[] gather(float[] span) {
    if (isRowMajor()) {
      return span;
    }
    float[] values = new float[(int) elements()];
    int[] index = new int[sizes.length];
    long at = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = span[(int) at];
      for (int d = sizes.length - 1; d >= 0; d--) {
        at += strides[d];
        if (++index[d] < sizes[d]) {
          break;
        }
        at -= sizes[d] * strides[d];
        index[d] = 0;
      }
    }
    return values;
  }

  private boolean isRowMajor() {
    long step = 1;
    for (int d = sizes.length - 1; d >= 0; d--) {
      if (sizes[d] != 1 && strides[d] != step) {
        return elements() == 0;
      }
      step *= sizes[d];
    }
    return true;
  }
}
