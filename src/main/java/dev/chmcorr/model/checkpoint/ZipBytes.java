package dev.chmcorr.model.checkpoint;

import dev.chmcorr.pickle.PickleException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The zip file that torch.save writes since PyTorch 1.6: NAME/data.pkl and NAME/data/KEY for each
 * storage, stored without compression.
 */
final class ZipBytes implements StorageBytes {
  private static final String PICKLE = "/data.pkl";

  /** A part per tensor and a few more; the list of parts is read again for each tensor. */
  private static final int MAX_PARTS = 20_000;

  private final Path file;
  private final String folder;
  private final Map<String, Long> lengths;

  private ZipBytes(Path file, String folder, Map<String, Long> lengths) {
    this.file = file;
    this.folder = folder;
    this.lengths = lengths;
  }

  static ZipBytes of(Path file) throws IOException {
    try (ZipFile zip = open(file)) {
      if (zip.size() > MAX_PARTS) {
        throw new PickleException(
            "it has %d parts (at most %d are read)".formatted(zip.size(), MAX_PARTS));
      }
      List<? extends ZipEntry> entries = zip.stream().toList();
      String folder = folder(entries);
      if (zip.getEntry(folder + "/constants.pkl") != null) {
        throw new PickleException(
            "it is a TorchScript archive, not a state dict (save model.state_dict())");
      }
      Map<String, Long> lengths = new HashMap<>();
      for (ZipEntry entry : entries) {
        if (entry.getName().startsWith(folder)) {
          checkStored(entry, Files.size(file));
          String part = entry.getName().substring(folder.length());
          if (lengths.put(part, entry.getSize()) != null) {
            throw new PickleException("it has two parts named %s".formatted(entry.getName()));
          }
        }
      }
      ZipBytes bytes = new ZipBytes(file, folder, lengths);
      bytes.checkByteOrder();
      return bytes;
    } catch (IllegalArgumentException e) {
      // How ZipFile reports a comment that is no UTF-8.
      throw new PickleException("it is a broken zip file");
    }
  }

  /** The name before "/data.pkl". */
  private static String folder(List<? extends ZipEntry> entries) throws PickleException {
    for (ZipEntry entry : entries) {
      int slash = entry.getName().indexOf('/');
      if (slash > 0 && entry.getName().substring(slash).equals(PICKLE)) {
        return entry.getName().substring(0, slash);
      }
    }
    throw new PickleException(ForeignFiles.zip(entries.stream().map(ZipEntry::getName).toList()));
  }

  /** With compression refused, nothing read from the file can be longer than the file. */
  private static void checkStored(ZipEntry entry, long fileLength) throws PickleException {
    if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
      throw new PickleException(
          "its part %s is compressed, which torch.save never does".formatted(entry.getName()));
    }
    if (entry.getSize() > fileLength) {
      throw new PickleException(
          "its part %s claims %d bytes, more than the file has"
              .formatted(entry.getName(), entry.getSize()));
    }
  }

  private void checkByteOrder() throws IOException {
    if (lengths.containsKey("/byteorder")) {
      try (InputStream in = entry("/byteorder")) {
        if (in.read() != 'l') {
          throw new PickleException("its numbers are big-endian (only little-endian is read)");
        }
      }
    }
  }

  /** The pickle that describes the tensors. */
  InputStream pickle() throws IOException {
    return entry(PICKLE);
  }

  @Override
  public long length(String key) {
    return lengths.getOrDefault("/data/" + key, -1L);
  }

  @Override
  public InputStream open(String key, long offset) throws IOException {
    InputStream in = entry("/data/" + key);
    try {
      in.skipNBytes(offset);
      return in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** Opens the file anew, so that nothing needs closing between reads. */
  private InputStream entry(String name) throws IOException {
    ZipFile zip = open(file);
    try {
      ZipEntry entry = zip.getEntry(folder + name);
      if (entry == null) {
        throw new PickleException("its part %s%s is missing".formatted(folder, name));
      }
      InputStream in = zip.getInputStream(entry);
      return new FilterInputStream(in) {
        @Override
        public void close() throws IOException {
          zip.close();
        }
      };
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static ZipFile open(Path file) throws IOException {
    try {
      return new ZipFile(file.toFile());
    } catch (ZipException e) {
      throw new PickleException("it is no complete zip file (is it truncated?): " + e.getMessage());
    }
  }
}
