package dev.chmcorr.store;

import dev.chmcorr.domain.ShardLocation;
import dev.chmcorr.domain.TablePath;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * Encoded images in files or in tar shards.
 *
 * @param store that holds them
 */
public record StoredImages(Storage store) {
  /**
   * Reads an image: a file, or the bytes of a tar shard that the path says ({@link ShardLocation}).
   *
   * @param maxBytes larger ones are refused
   * @param shards the {@link Storage#version} that each shard must have; one that is not named may
   *     have any
   * @throws IOException if it cannot be read or is too large, or its shard is another one by now
   */
  public byte[] read(String path, int maxBytes, Map<String, String> shards) throws IOException {
    Optional<ShardLocation> location = ShardLocation.parse(path);
    try {
      return location.isPresent()
          ? read(location.get(), maxBytes, shards.get(location.get().shard()))
          : read(new Path(TablePath.located(path)), maxBytes);
    } catch (FSError e) {
      throw Storage.unread(e);
    }
  }

  private byte[] read(Path file, int maxBytes) throws IOException {
    // Hadoop cannot look for the checksums of a local file with a colon in its name.
    try (InputStream in = store.withoutChecksums(file).open(file)) {
      byte[] bytes = in.readNBytes(maxBytes);
      if (bytes.length == maxBytes && in.read() >= 0) {
        throw tooLarge(store.system(file).getFileStatus(file).getLen(), maxBytes);
      }
      return bytes;
    }
  }

  private byte[] read(ShardLocation location, int maxBytes, String version) throws IOException {
    if (location.size() > maxBytes) {
      throw tooLarge(location.size(), maxBytes);
    }
    Path shard = new Path(TablePath.located(location.shard()));
    FileStatus status = store.system(shard).getFileStatus(shard);
    if (version != null && !version.equals(Storage.version(status))) {
      throw new IOException(
          "shard %s has changed since it was listed: it had %s, it has %s"
              .formatted(shard, version, Storage.version(status)));
    }
    byte[] bytes = new byte[(int) location.size()];
    try (FSDataInputStream in =
        store.open(shard, Options.OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_RANDOM, status)) {
      in.readFully(location.offset(), bytes);
    }
    return bytes;
  }

  private static IOException tooLarge(long bytes, int maxBytes) {
    return new IOException(
        "it has %d bytes (at most %d; --max-image-mib raises the limit)"
            .formatted(bytes, maxBytes));
  }
}
