package dev.chmcorr.model.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import org.apache.commons.compress.archivers.ArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * A zip whose entries are stored, not compressed, and begin at multiples of 64 bytes, as libtorch
 * wants its tensors. The same entries give the same bytes.
 */
final class StoredZip implements AutoCloseable {
  private static final int ALIGNMENT = 64;
  private static final LocalDateTime FIXED_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  /** By its general type, whose methods are the same in the library that each Spark brings. */
  private final ArchiveOutputStream<ZipArchiveEntry> zip;

  StoredZip(Path file) throws IOException {
    zip = new ZipArchiveOutputStream(file);
  }

  void add(String name, byte[] content) throws IOException {
    ZipArchiveEntry entry = new ZipArchiveEntry(name);
    entry.setMethod(ZipArchiveEntry.STORED);
    entry.setSize(content.length);
    entry.setAlignment(ALIGNMENT);
    entry.setTimeLocal(FIXED_TIME);
    zip.putArchiveEntry(entry);
    zip.write(content);
    zip.closeArchiveEntry();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
