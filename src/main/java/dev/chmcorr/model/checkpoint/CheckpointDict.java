package dev.chmcorr.model.checkpoint;

import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.pickle.PickleException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tensors of one file: described in memory, their values still in the file. */
final class CheckpointDict implements StateDict {
  private static final List<String> NESTS = List.of("state_dict", "model_state_dict", "model");

  /** Vision networks have hundreds; importers look names up one by one. */
  private static final int MAX_TENSORS = 10_000;

  /** Bytes decoded at a time; a multiple of every element size. */
  private static final int CHUNK = 1 << 18;

  private final Path file;
  private final StorageBytes bytes;
  private final Map<String, TensorView> tensors;

  private CheckpointDict(Path file, StorageBytes bytes, Map<String, TensorView> tensors) {
    this.file = file;
    this.bytes = bytes;
    this.tensors = tensors;
  }

  /** Finds the tensors and checks each against what the file holds. */
  static CheckpointDict of(Path file, Object root, StorageBytes bytes, Limits limits)
      throws PickleException {
    Map<String, TensorView> tensors = tensors(root);
    if (root instanceof Map<?, ?> map) {
      for (String nest : NESTS) {
        Map<String, TensorView> nested = tensors(map.get(nest));
        if (!nested.isEmpty()) {
          tensors = nested;
          break;
        }
      }
    }
    if (tensors.isEmpty()) {
      throw new PickleException(
          "it holds no tensors, neither at its root nor under one of %s".formatted(NESTS));
    }
    if (tensors.size() > MAX_TENSORS) {
      throw new PickleException(
          "it holds %d tensors (at most %d are read)".formatted(tensors.size(), MAX_TENSORS));
    }
    for (Map.Entry<String, TensorView> tensor : tensors.entrySet()) {
      tensor.getValue().check(tensor.getKey(), limits);
      checkStored(tensor.getKey(), tensor.getValue().storage(), bytes);
    }
    return new CheckpointDict(file, bytes, tensors);
  }

  private static Map<String, TensorView> tensors(Object value) {
    Map<String, TensorView> tensors = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        Object data = entry.getValue() instanceof OldParameter old ? old.data() : entry.getValue();
        if (entry.getKey() instanceof String name && data instanceof TensorView view) {
          tensors.put(name, view);
        }
      }
    }
    return tensors;
  }

  private static void checkStored(String name, Storage storage, StorageBytes bytes)
      throws PickleException {
    long stored = bytes.length(storage.key());
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

  @Override
  public String source() {
    return file.toString();
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(tensors.keySet());
  }

  @Override
  public int[] shape(String name) {
    TensorView view = tensors.get(name);
    return view == null ? null : view.shape();
  }

  @Override
  public TensorData tensor(String name) {
    TensorView view = tensors.get(name);
    if (view == null) {
      throw new UserException(
          "Cannot read checkpoint %s: it has no tensor %s".formatted(file, name));
    }
    try {
      float[] values = view.gather(span(view));
      checkFinite(name, values);
      return new TensorData(view.shape(), values);
    } catch (IOException e) {
      throw CheckpointReader.failure(file, e);
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
    try (InputStream in = bytes.open(view.storage().key(), view.offset() * type.size())) {
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
