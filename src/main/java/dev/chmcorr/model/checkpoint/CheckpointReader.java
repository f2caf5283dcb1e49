package dev.chmcorr.model.checkpoint;

import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.pickle.MemoryBudget;
import dev.chmcorr.pickle.PickleException;
import dev.chmcorr.pickle.SafeUnpickler;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Reads the files of {@code torch.save}: the zip format of PyTorch 1.6 and later and the one before
 * it. Only the description of the tensors is read at first (kilobytes), the values of a tensor when
 * asked for. Nothing that a file asks for is run.
 */
public final class CheckpointReader {
  private static final int PICKLE = 0x80;
  private static final String TRUNCATED = "it ends in the middle (is the file truncated?)";

  private CheckpointReader() {}

  /** Reads the names and shapes of a checkpoint within the default limits. */
  public static StateDict read(Path file) {
    return read(file, Limits.DEFAULT);
  }

  /**
   * Reads the names and shapes of a checkpoint.
   *
   * @param file of torch.save, whose root is a state dict or holds one under {@code state_dict},
   *     {@code model_state_dict} or {@code model}
   * @param limits of the memory that its description, or one of its tensors, may take
   * @throws UserException if it cannot be read or would run code
   */
  public static StateDict read(Path file, Limits limits) {
    try {
      return switch (firstByte(file)) {
        case 'P' -> readZip(file, limits);
        case PICKLE -> readLegacy(file, limits);
        default -> throw new PickleException("it is no file of torch.save");
      };
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

  private static StateDict readZip(Path file, Limits limits) throws IOException {
    ZipBytes bytes = ZipBytes.of(file);
    try (InputStream in = new BufferedInputStream(bytes.pickle())) {
      Object root = unpickler(in, new Storages(), limits).load();
      return CheckpointDict.of(file, root, bytes, limits);
    }
  }

  private static StateDict readLegacy(Path file, Limits limits) throws IOException {
    LegacyBytes.Contents contents = LegacyBytes.read(file, limits);
    return CheckpointDict.of(file, contents.root(), contents.bytes(), limits);
  }

  static SafeUnpickler unpickler(InputStream in, Storages storages, Limits limits) {
    return new SafeUnpickler(in, TorchGlobals.all(), storages, new MemoryBudget(limits));
  }

  private static int firstByte(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.read();
    }
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
