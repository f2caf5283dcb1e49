package dev.chmcorr.model.checkpoint;

import dev.chmcorr.domain.Limits;
import dev.chmcorr.pickle.PickleException;
import dev.chmcorr.pickle.SafeUnpickler;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The file that torch.save wrote before PyTorch 1.6: five pickles (magic number, protocol, system,
 * the object, keys of the storages), then each storage as its length in elements (int64) and its
 * bytes.
 */
final class LegacyBytes implements StorageBytes {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final Long PROTOCOL = 1001L;

  /** Where a storage's bytes begin and how many there are. */
  private record Place(long start, long length) {}

  private final Path file;
  private final Map<String, Place> places = new HashMap<>();

  private LegacyBytes(Path file) {
    this.file = file;
  }

  /** A file's object and where its storages lie. */
  record Contents(Object root, LegacyBytes bytes) {}

  static Contents read(Path file, Limits limits) throws IOException {
    Storages storages = new Storages();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      SafeUnpickler unpickler = CheckpointReader.unpickler(in, storages, limits);
      checkHeader(unpickler);
      Object root = unpickler.load();
      Object keys = unpickler.load();
      LegacyBytes bytes = new LegacyBytes(file);
      bytes.place(keys, storages, in, unpickler.position());
      return new Contents(root, bytes);
    }
  }

  private static void checkHeader(SafeUnpickler unpickler) throws IOException {
    if (!MAGIC.equals(unpickler.load()) || !PROTOCOL.equals(unpickler.load())) {
      throw new PickleException("it is a pickle, but not one of torch.save");
    }
    if (unpickler.load() instanceof Map<?, ?> system
        && Boolean.FALSE.equals(system.get("little_endian"))) {
      throw new PickleException("its numbers are big-endian (only little-endian is read)");
    }
  }

  /** Finds the storages, which follow the pickles. */
  private void place(Object keys, Storages storages, InputStream in, long position)
      throws IOException {
    if (!(keys instanceof List<?> list)) {
      throw new PickleException("it has no list of storages");
    }
    long end = Files.size(file);
    long at = position;
    for (Object key : list) {
      // Only a text is looked up: the hash of a list that holds itself would not end.
      Storage storage = key instanceof String name ? storages.find(name) : null;
      if (storage == null) {
        throw new PickleException("it lists a storage that no tensor uses");
      }
      byte[] header = in.readNBytes(Long.BYTES);
      at += Long.BYTES;
      if (at > end || storage.bytes() > end - at) {
        throw new PickleException(
            "it ends inside storage %s (is the file truncated?)".formatted(storage.key()));
      }
      long length = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getLong();
      if (length != storage.length()) {
        throw new PickleException(
            "storage %s holds %d elements, not %d"
                .formatted(storage.key(), length, storage.length()));
      }
      places.put(storage.key(), new Place(at, storage.bytes()));
      in.skipNBytes(storage.bytes());
      at += storage.bytes();
    }
  }

  @Override
  public long length(String key) {
    Place place = places.get(key);
    return place == null ? -1 : place.length();
  }

  @Override
  public InputStream open(String key, long offset) throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      in.skipNBytes(places.get(key).start() + offset);
      return in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }
}
