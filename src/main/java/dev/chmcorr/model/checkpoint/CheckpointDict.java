package dev.chmcorr.model.checkpoint;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.pickle.PickleException;
import dev.chmcorr.pickle.Placeholder;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The tensors of one dictionary: described in memory, their values still in the file. Each is
 * checked against what the file holds when it is asked for, so that what a network does not need
 * may be broken or unknown.
 */
final class CheckpointDict implements StateDict {
  /** Vision networks have hundreds; importers look names up one by one. */
  static final int MAX_TENSORS = 10_000;

  /** Bytes decoded at a time; a multiple of every element size. */
  private static final int CHUNK = 1 << 18;

  private final CheckpointFile file;
  private final Map<String, Object> tensors;

  /**
   * @param tensors a {@link TensorView}, or a {@link Placeholder} for what cannot be read, by name;
   *     kept
   */
  CheckpointDict(CheckpointFile file, Map<String, Object> tensors) {
    this.file = file;
    this.tensors = tensors;
  }

  boolean isTooLarge() {
    return tensors.size() > MAX_TENSORS;
  }

  void checkSize() {
    if (isTooLarge()) {
      throw failure(
          new PickleException(
              "it holds %d tensors (at most %d are read)".formatted(tensors.size(), MAX_TENSORS)));
    }
  }

  @Override
  public String source() {
    return file.path().toString();
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(tensors.keySet());
  }

  @Override
  public int[] shape(String name) {
    if (!tensors.containsKey(name)) {
      return null;
    }
    try {
      return checked(name).shape();
    } catch (PickleException e) {
      throw failure(e);
    }
  }

  @Override
  public TensorData tensor(String name) {
    if (!tensors.containsKey(name)) {
      throw failure(new PickleException("it has no tensor " + name));
    }
    try {
      TensorView view = checked(name);
      float[] values = view.gather(span(view));
      checkFinite(name, values);
      return new TensorData(view.shape(), values);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Where the tensors behind a prefix lie, by the names that follow it. */
  Map<String, Object> behind(String prefix) {
    Map<String, Object> places = new HashMap<>();
    tensors.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            places.put(
                name.substring(prefix.length()),
                value instanceof TensorView view ? view.place() : value);
          }
        });
    return places;
  }

  private UserException failure(IOException e) {
    return CheckpointReader.failure(file.path(), e);
  }

  private TensorView checked(String name) throws PickleException {
    Object value = tensors.get(name);
    if (value instanceof Placeholder placeholder) {
      throw new PickleException("tensor %s is not read: %s".formatted(name, placeholder.reason()));
    }
    TensorView view = (TensorView) value;
    view.check(name, file.limits());
    checkStored(name, view.storage());
    return view;
  }

  private void checkStored(String name, Storage storage) throws PickleException {
    long stored = file.bytes().length(storage.key());
    if (stored < 0) {
      throw new PickleException(
          "storage %s of tensor %s is missing".formatted(storage.key(), name));
    }
    if (stored < storage.bytes()) {
      throw new PickleException(
          "storage %s of tensor %s has %d bytes, not %d"
              .formatted(storage.key(), name, stored, storage.bytes()));
    }
  }

  /** One such weight would silently make every result NaN. */
  private static void checkFinite(String name, float[] values) throws PickleException {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new PickleException(
            "tensor %s has the value %s, so the network is of no use".formatted(name, value));
      }
    }
  }

  /** The elements of the storage from the view's first to its last. */
  private float[] span(TensorView view) throws IOException {
    StorageType type = view.storage().type();
    float[] values = new float[(int) view.span()];
    byte[] chunk = new byte[(int) Math.min(CHUNK, (long) values.length * type.size())];
    try (InputStream in = file.bytes().open(view.storage().key(), view.offset() * type.size())) {
      for (int from = 0; from < values.length; from += CHUNK / type.size()) {
        int to = Math.min(values.length, from + CHUNK / type.size());
        int length = (to - from) * type.size();
        if (in.readNBytes(chunk, 0, length) < length) {
          throw new EOFException();
        }
        ByteBuffer buffer = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
        type.decode(buffer, values, from, to);
      }
    }
    return values;
  }
}
