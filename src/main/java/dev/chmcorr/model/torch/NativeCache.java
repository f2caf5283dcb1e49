package dev.chmcorr.model.torch;

import ai.djl.util.Utils;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * DJL's folder of unpacked native libraries ({@code ~/.djl.ai}, or {@code DJL_CACHE_DIR}), which
 * all processes of a machine share. DJL lets each process that finds it empty unpack for itself:
 * 430 MB at once per executor, of which all but one stay behind as temporary folders. With this
 * lock the first unpacks and the others find what it has unpacked.
 */
final class NativeCache implements AutoCloseable {
  private static final String FILE = "chmcorr.lock";

  private final FileChannel channel;

  private NativeCache(FileChannel channel) {
    this.channel = channel;
  }

  /** Waits for the lock; where none can be taken (a read-only home), it goes on without one. */
  static NativeCache lock() {
    Path folder = Utils.getEngineCacheDir("pytorch");
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      channel.lock();
      return new NativeCache(channel);
    } catch (IOException e) {
      return new NativeCache(null);
    }
  }

  /** Releases the lock. */
  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
