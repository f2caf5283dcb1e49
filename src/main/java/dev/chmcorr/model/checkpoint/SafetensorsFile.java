package dev.chmcorr.model.checkpoint;

import dev.chmcorr.domain.Limits;
import dev.chmcorr.model.checkpoint.CheckpointEntry.Place;
import dev.chmcorr.pickle.MemoryBudget;
import dev.chmcorr.pickle.PickleException;
import dev.chmcorr.pickle.Placeholder;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The format safetensors: the length of a header (uint64), the header (JSON: name to type, shape
 * and place), then the tensors' bytes, little-endian and row-major, one behind the other without
 * gaps.
 */
final class SafetensorsFile implements StorageBytes {
  /** The limit of the format's own library. */
  static final long MAX_HEADER = 100_000_000;

  /** By the format's name; types that are missing here are of no plain numbers. */
  private static final Map<String, StorageType> TYPES =
      Map.of(
          "F64", StorageType.DOUBLE,
          "F32", StorageType.FLOAT,
          "F16", StorageType.HALF,
          "BF16", StorageType.BFLOAT16,
          "I64", StorageType.LONG,
          "I32", StorageType.INT,
          "I16", StorageType.SHORT,
          "I8", StorageType.CHAR,
          "U8", StorageType.BYTE,
          "BOOL", StorageType.BOOL);

  private final Path file;
  private final long data;
  private final Map<String, SafetensorsHeader.Tensor> tensors = new HashMap<>();

  private SafetensorsFile(Path file, long data) {
    this.file = file;
    this.data = data;
  }

  /** The one dictionary of a file. */
  static List<CheckpointEntry> read(Path file, Limits limits) throws IOException {
    MemoryBudget budget = new MemoryBudget(limits);
    byte[] header = header(file, budget);
    List<SafetensorsHeader.Tensor> found = SafetensorsHeader.read(header, budget);
    SafetensorsFile bytes = new SafetensorsFile(file, (long) Long.BYTES + header.length);
    checkPlaces(found, Files.size(file) - bytes.data);
    Map<String, Object> views = new LinkedHashMap<>();
    for (SafetensorsHeader.Tensor tensor : found) {
      bytes.tensors.put(tensor.name(), tensor);
      views.put(tensor.name(), view(tensor));
    }
    if (views.isEmpty()) {
      throw new PickleException("it holds no tensors");
    }
    CheckpointDict dict = new CheckpointDict(new CheckpointFile(file, bytes, limits), views);
    return List.of(new CheckpointEntry(Place.TOP, dict));
  }

  private static byte[] header(Path file, MemoryBudget budget) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] length = in.readNBytes(Long.BYTES);
      long bytes = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
      if (bytes < 0 || bytes > Math.min(MAX_HEADER, Files.size(file) - Long.BYTES)) {
        throw new EOFException();
      }
      budget.spend(bytes);
      return in.readNBytes((int) bytes);
    }
  }

  /** Requires tensors to lie one behind the other up to the file's end: no byte is of two. */
  private static void checkPlaces(List<SafetensorsHeader.Tensor> tensors, long length)
      throws IOException {
    long at = 0;
    for (SafetensorsHeader.Tensor tensor :
        tensors.stream()
            .sorted(
                Comparator.comparingLong(SafetensorsHeader.Tensor::begin)
                    .thenComparingLong(SafetensorsHeader.Tensor::end))
            .toList()) {
      if (tensor.begin() != at || tensor.end() < at) {
        throw new PickleException(
            "tensor %s lies at %d to %d, not from %d on"
                .formatted(tensor.name(), tensor.begin(), tensor.end(), at));
      }
      at = tensor.end();
    }
    if (at > length) {
      throw new EOFException();
    }
    if (at < length) {
      throw new PickleException("it has %d bytes that are of no tensor".formatted(length - at));
    }
  }

  /** A TensorView, or a Placeholder if its type is of no plain numbers. */
  private static Object view(SafetensorsHeader.Tensor tensor) throws PickleException {
    StorageType type = TYPES.get(tensor.type());
    if (type == null) {
      return Placeholder.because("it is of type %s, not of plain numbers".formatted(tensor.type()));
    }
    long elements = (tensor.end() - tensor.begin()) / type.size();
    long[] shape = tensor.shape();
    long[] strides = new long[shape.length];
    long step = 1;
    try {
      for (int d = shape.length - 1; d >= 0; d--) {
        strides[d] = step;
        step = Math.multiplyExact(step, shape[d]);
      }
      if (Math.multiplyExact(step, type.size()) != tensor.end() - tensor.begin()) {
        throw tensor.misfit();
      }
    } catch (ArithmeticException e) {
      throw tensor.misfit();
    }
    return new TensorView(new Storage(tensor.name(), type, elements), 0, shape, strides);
  }

  @Override
  public long length(String key) {
    SafetensorsHeader.Tensor tensor = tensors.get(key);
    return tensor == null ? -1 : tensor.end() - tensor.begin();
  }

  @Override
  public InputStream open(String key, long offset) throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      in.skipNBytes(data + tensors.get(key).begin() + offset);
      return in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }
}
