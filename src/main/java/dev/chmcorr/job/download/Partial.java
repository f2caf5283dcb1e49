package dev.chmcorr.job.download;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.chmcorr.domain.UserException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The part of a file that has come so far, beside the place of the whole file; only one process
 * adds to it.
 */
final class Partial implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String VERSION = "version";
  private static final String ADDRESS = "address";

  private final Path whole;
  private final Path part;
  private final Path state;
  private final FileChannel channel;
  private final FileLock lock;

  private Partial(Path whole, Path part, FileChannel channel, FileLock lock) {
    this.whole = whole;
    this.part = part;
    this.state = part.resolveSibling(part.getFileName() + ".json");
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes it.
   *
   * @throws UserException if another process has it
   */
  static Partial of(Path whole) throws IOException {
    Path part = whole.resolveSibling("." + whole.getFileName() + ".part");
    FileChannel channel =
        FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new Partial(whole, part, channel, lock);
      }
    } catch (OverlappingFileLockException e) {
      // This very process has it.
    }
    channel.close();
    throw new UserException(
        "Cannot download to %s: another process does so; wait for it".formatted(whole));
  }

  /** How much has come of a version of the file; 0 of another. */
  long length(String address) throws IOException {
    return version(address) == null ? 0 : channel.size();
  }

  /** Which version of the file it is part of, in words of the server; null if that is not known. */
  String version(String address) throws IOException {
    if (!Files.exists(state)) {
      return null;
    }
    Map<?, ?> known;
    try {
      known = JSON.readValue(Files.readAllBytes(state), Map.class);
    } catch (JsonProcessingException e) {
      // A process was killed while it wrote it.
      return null;
    }
    return address.equals(known.get(ADDRESS)) ? (String) known.get(VERSION) : null;
  }

  /** Forgets what has come, before another version comes. */
  void begin(String address, String version) throws IOException {
    Files.deleteIfExists(state);
    channel.truncate(0);
    if (version != null) {
      Map<String, String> known = new LinkedHashMap<>();
      known.put(ADDRESS, address);
      known.put(VERSION, version);
      Files.write(state, JSON.writeValueAsBytes(known));
    }
  }

  /** Where more goes. */
  FileChannel channel() {
    return channel;
  }

  Path path() {
    return part;
  }

  /** Takes it for the whole file. */
  void finish() throws IOException {
    channel.force(true);
    Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Files.deleteIfExists(state);
  }

  /** Forgets it: it is not what it should be. */
  void discard() throws IOException {
    Files.deleteIfExists(state);
    Files.deleteIfExists(part);
  }

  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
    if (Files.exists(part) && Files.size(part) == 0) {
      discard();
    }
  }
}
