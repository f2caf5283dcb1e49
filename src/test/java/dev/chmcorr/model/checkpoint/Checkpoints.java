package dev.chmcorr.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.domain.Limits;
import dev.chmcorr.pickle.RawPickle;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small checkpoints made by hand. */
final class Checkpoints {
  private Checkpoints() {}

  /** The one dictionary of tensors in a file, each of which describes what is there. */
  static StateDict read(Path file, Limits limits) {
    Checkpoint checkpoint = CheckpointReader.read(file, limits);
    assertThat(checkpoint.entries()).extracting(CheckpointEntry::path).hasSize(1);
    StateDict dict = checkpoint.entries().get(0).tensors();
    dict.names().forEach(dict::shape);
    return dict;
  }

  /** A dictionary of tensors by its path. */
  static StateDict entry(Path file, String path) {
    return CheckpointReader.read(file, Limits.DEFAULT).entries().stream()
        .filter(entry -> entry.path().equals(path))
        .findFirst()
        .orElseThrow()
        .tensors();
  }

  static StateDict read(Path file) {
    return read(file, Limits.DEFAULT);
  }

  /** Leaves a tensor on the stack: a view into a storage of float32. */
  static RawPickle tensor(
      RawPickle pickle, String key, long length, long offset, long[] sizes, long[] strides) {
    return tensor(pickle, "FloatStorage", key, length, offset, sizes, strides);
  }

  static RawPickle tensor(
      RawPickle pickle,
      String type,
      String key,
      long length,
      long offset,
      long[] sizes,
      long[] strides) {
    pickle.global("torch._utils", "_rebuild_tensor_v2").ops("((").text("storage");
    pickle.global("torch", type).text(key).text("cpu").integer(length).ops("tQ");
    return pickle.integer(offset).integers(sizes).integers(strides).ops("NNtR");
  }

  /** A state dict of the one tensor "w". */
  static RawPickle single(String key, long length, long offset, long[] sizes, long[] strides) {
    return tensor(new RawPickle().ops("}").text("w"), key, length, offset, sizes, strides).ops("s");
  }

  static Path zip(Path folder, byte[] pickle, Map<String, byte[]> storages) throws IOException {
    Path file = folder.resolve("made.pth");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      stored(zip, "made/data.pkl", pickle);
      for (Map.Entry<String, byte[]> storage : storages.entrySet()) {
        stored(zip, "made/data/" + storage.getKey(), storage.getValue());
      }
    }
    return file;
  }

  static void stored(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    CRC32 crc = new CRC32();
    crc.update(content);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
  }

  /** The format before PyTorch 1.6, with one storage. */
  static Path legacy(Path folder, byte[] pickle, String key, long length, byte[] storage)
      throws IOException {
    byte[] keys = new RawPickle().ops("]").text(key).ops("a").end();
    return legacy(folder, pickle, keys, length, storage);
  }

  static Path legacy(Path folder, byte[] pickle, byte[] keys, long length, byte[] storage)
      throws IOException {
    Path file = folder.resolve("made.pt");
    try (OutputStream out = Files.newOutputStream(file)) {
      int[] magic = {0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19};
      out.write(new RawPickle().raw(0x8a, 10).raw(magic).end());
      out.write(new RawPickle().integer(1001).end());
      out.write(new RawPickle().ops("}").end());
      out.write(pickle);
      out.write(keys);
      out.write(RawPickle.little(8).putLong(length).array());
      out.write(storage);
    }
    return file;
  }

  static byte[] floats(float... values) {
    var bytes = RawPickle.little(4 * values.length);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }
}
