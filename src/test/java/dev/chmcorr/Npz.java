package dev.chmcorr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * Reads NumPy's .npz archives: arrays of f4, f8, i1, u1, b1, i4, i8 in C order. Arrays of other
 * types (strings) are left out.
 */
public final class Npz {
  private static final Pattern HEADER =
      Pattern.compile("'descr': '[<|](\\w+)', 'fortran_order': False, 'shape': \\(([0-9, ]*)\\)");
  private static final Set<String> TYPES = Set.of("f4", "f8", "i1", "u1", "b1", "i4", "i8");

  private record Array(String type, int[] shape, ByteBuffer data) {}

  private final Map<String, Array> arrays = new LinkedHashMap<>();

  private Npz() {}

  /** Reads the whole archive. */
  public static Npz open(Path file) {
    Npz npz = new Npz();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (var entry : Collections.list(zip.entries())) {
        npz.add(
            entry.getName().replaceFirst("\\.npy$", ""), zip.getInputStream(entry).readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
    return npz;
  }

  private void add(String name, byte[] npy) {
    ByteBuffer buffer = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN);
    int version = buffer.get(6);
    int start = version == 1 ? 10 : 12;
    int length = version == 1 ? buffer.getShort(8) : buffer.getInt(8);
    String header = new String(npy, start, length, StandardCharsets.UTF_8);
    Matcher matcher = HEADER.matcher(header);
    if (!matcher.find()) {
      throw new IllegalArgumentException("Unsupported array %s: %s".formatted(name, header));
    }
    if (TYPES.contains(matcher.group(1))) {
      int[] shape =
          Stream.of(matcher.group(2).split("[, ]+"))
              .filter(s -> !s.isEmpty())
              .mapToInt(Integer::parseInt)
              .toArray();
      ByteBuffer data = buffer.position(start + length).slice().order(ByteOrder.LITTLE_ENDIAN);
      arrays.put(name, new Array(matcher.group(1), shape, data));
    }
  }

  /** Names of the arrays, in the archive's order. */
  public Set<String> names() {
    return arrays.keySet();
  }

  public int[] shape(String name) {
    return array(name).shape().clone();
  }

  /** Row-major values of an array of any of the types. */
  public float[] floats(String name) {
    double[] values = doubles(name);
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** Row-major values of an array of any of the types; i8 beyond 2^53 are rounded. */
  public double[] doubles(String name) {
    Array array = array(name);
    ByteBuffer data = array.data();
    double[] values = new double[size(array)];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (array.type()) {
            case "f4" -> data.getFloat(4 * i);
            case "f8" -> data.getDouble(8 * i);
            default -> integer(array, i);
          };
    }
    return values;
  }

  /** Row-major values of an array of integers. */
  public long[] longs(String name) {
    Array array = array(name);
    long[] values = new long[size(array)];
    for (int i = 0; i < values.length; i++) {
      values[i] = integer(array, i);
    }
    return values;
  }

  /** Row-major bytes of an array of i1, u1 or b1, as they are stored. */
  public byte[] bytes(String name) {
    Array array = array(name);
    if (!array.type().endsWith("1")) {
      throw new IllegalArgumentException("Array %s is of %s".formatted(name, array.type()));
    }
    byte[] values = new byte[size(array)];
    array.data().get(0, values);
    return values;
  }

  private Array array(String name) {
    Array array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException("No array %s among %s".formatted(name, names()));
    }
    return array;
  }

  private static int size(Array array) {
    return Arrays.stream(array.shape()).reduce(1, Math::multiplyExact);
  }

  private static long integer(Array array, int i) {
    return switch (array.type()) {
      case "i1", "b1" -> array.data().get(i);
      case "u1" -> Byte.toUnsignedInt(array.data().get(i));
      case "i4" -> array.data().getInt(4 * i);
      case "i8" -> array.data().getLong(8 * i);
      default -> throw new IllegalArgumentException("Not integers: " + array.type());
    };
  }
}
