package dev.chmcorr.model.checkpoint;

import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.pickle.AllowList;
import dev.chmcorr.pickle.MemoryBudget;
import dev.chmcorr.pickle.SafeUnpickler;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Reads files of weights: those of {@code torch.save}, in the zip format of PyTorch 1.6 and later
 * and the one before it, and safetensors. Only the description of the tensors is read at first
 * (kilobytes), the values of a tensor when asked for. Nothing that a file asks for is run: what is
 * no tensor and no plain value is not made.
 */
public final class CheckpointReader {
  private static final String TRUNCATED = "it ends in the middle (is the file truncated?)";

  private CheckpointReader() {}

  /**
   * Reads the names and shapes of all tensors in a file.
   *
   * @param file whose content says what it is, not its name
   * @param limits of the memory that its description, or one of its tensors, may take
   * @throws UserException if it cannot be read or holds no tensors
   */
  public static Checkpoint read(Path file, Limits limits) {
    try {
      List<CheckpointEntry> entries =
          switch (FileFormat.of(file)) {
            case ZIP -> readZip(file, limits);
            case LEGACY -> readLegacy(file, limits);
            case SAFETENSORS -> SafetensorsFile.read(file, limits);
          };
      return new Checkpoint(file.toString(), entries);
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  /** SHA-256 of the whole file, in hexadecimal. */
  public static String digest(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 20)) {
      return DigestUtils.sha256Hex(in);
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static List<CheckpointEntry> readZip(Path file, Limits limits) throws IOException {
    ZipBytes bytes = ZipBytes.of(file);
    try (InputStream in = new BufferedInputStream(bytes.pickle())) {
      Object root = unpickler(in, new Storages(), limits).load();
      return CheckpointTree.entries(root, new CheckpointFile(file, bytes, limits));
    }
  }

  private static List<CheckpointEntry> readLegacy(Path file, Limits limits) throws IOException {
    LegacyBytes.Contents contents = LegacyBytes.read(file, limits);
    return CheckpointTree.entries(
        contents.root(), new CheckpointFile(file, contents.bytes(), limits));
  }

  static SafeUnpickler unpickler(InputStream in, Storages storages, Limits limits) {
    AllowList allowed = AllowList.orPlaceholders(TorchGlobals.all());
    return new SafeUnpickler(in, allowed, storages, new MemoryBudget(limits));
  }

  static UserException failure(Path file, IOException e) {
    return new UserException("Cannot read checkpoint %s: %s".formatted(file, reason(e)), e);
  }

  /** Some of Java's messages are meant for programmers. */
  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    return e instanceof EOFException ? TRUNCATED : e.getMessage();
  }
}
