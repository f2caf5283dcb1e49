package dev.chmcorr.model.archive;

import dev.chmcorr.domain.UserException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Writes TorchScript archives. The same input gives the same bytes. */
public final class TorchArchive {
  /** Name of the archive's top folder; readers take whatever they find. */
  private static final String ROOT = "network/";

  /** Protocol-2 pickle of the empty tuple. */
  private static final byte[] NO_CONSTANTS = {(byte) 0x80, 2, ')', '.'};

  private TorchArchive() {}

  /**
   * Writes an archive: whole, or not at all. One tensor at a time is held in memory.
   *
   * @param out the file, replaced if it exists
   * @param code TorchScript source of all classes, as libtorch serialises it
   * @param root the object whose methods callers will run
   * @param metadata stored beside it
   */
  public static void write(Path out, String code, TorchModule root, ArchiveMetadata metadata) {
    Path unfinished = out.resolveSibling(out.getFileName() + ".unfinished");
    try {
      try (StoredZip zip = new StoredZip(unfinished)) {
        writeEntries(zip, code, ModulePickler.of(root), metadata);
      }
      Files.move(unfinished, out, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UserException("Cannot write %s: %s".formatted(out, e), e);
    } finally {
      unfinished.toFile().delete();
    }
  }

  private static void writeEntries(
      StoredZip zip, String code, ModulePickler pickle, ArchiveMetadata metadata)
      throws IOException {
    zip.add(ROOT + "data.pkl", pickle.bytes());
    zip.add(ROOT + "code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
    zip.add(ROOT + ArchiveMetadata.ENTRY, metadata.toJson());
    List<TorchTensor> tensors = pickle.written();
    for (int i = 0; i < tensors.size(); i++) {
      zip.add(ROOT + "data/" + i, littleEndian(tensors.get(i)));
    }
    zip.add(ROOT + "constants.pkl", NO_CONSTANTS);
    zip.add(ROOT + "version", "3\n".getBytes(StandardCharsets.US_ASCII));
    zip.add(ROOT + "byteorder", "little".getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] littleEndian(TorchTensor tensor) {
    float[] values = tensor.values().get();
    if (values.length != tensor.size()) {
      throw new IllegalArgumentException(
          "Invalid tensor: %d values for %d places".formatted(values.length, tensor.size()));
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }
}
