package dev.chmcorr.shard;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.ArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Writes a tar shard; the same members give the same bytes. */
public final class ShardWriter {
  /** By its general type, whose methods are the same in the library that each Spark brings. */
  private final ArchiveOutputStream<TarArchiveEntry> tar;

  /**
   * A shard that goes to a stream.
   *
   * @param out left open
   */
  public ShardWriter(OutputStream out) {
    TarArchiveOutputStream made = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    made.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    made.setAddPaxHeadersForNonAsciiNames(true);
    tar = made;
  }

  /**
   * Adds a member.
   *
   * @param name class/file
   * @throws IllegalArgumentException if a tar cannot hold it, or if {@link ShardReader} would
   *     refuse it
   */
  public void add(String name, byte[] bytes) throws IOException {
    if (!MemberName.clean(name).equals(name)) {
      throw new IllegalArgumentException("it has empty parts");
    }
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    entry.setModTime(0);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  /** Writes the end mark. */
  public void finish() throws IOException {
    tar.finish();
    tar.flush();
  }
}
