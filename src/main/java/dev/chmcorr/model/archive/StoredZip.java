package dev.chmcorr.model.archive;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A zip whose entries are stored, not compressed, and begin at multiples of 64 bytes, as libtorch
 * wants its tensors. The same entries give the same bytes.
 */
final class StoredZip implements AutoCloseable {
  private static final int ALIGNMENT = 64;
  private static final int LOCAL_HEADER = 30;
  private static final int EXTRA_HEADER = 4;

  /** The id under which PyTorch, too, pads its entries ("FB"). */
  private static final short PADDING_ID = 0x4246;

  private static final LocalDateTime FIXED_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private final CountingStream counter;
  private final ZipOutputStream zip;

  StoredZip(Path file) throws IOException {
    counter = new CountingStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
    zip = new ZipOutputStream(counter);
  }

  void add(String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    entry.setTimeLocal(FIXED_TIME);
    entry.setExtra(padding(name));
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private byte[] padding(String name) {
    long start =
        counter.count + LOCAL_HEADER + name.getBytes(StandardCharsets.UTF_8).length + EXTRA_HEADER;
    int fill = (int) Math.floorMod(-start, (long) ALIGNMENT);
    return ByteBuffer.allocate(EXTRA_HEADER + fill)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(PADDING_ID)
        .putShort((short) fill)
        .array();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  /** Knows the position at which the next entry begins; {@link ZipOutputStream} hides it. */
  private static final class CountingStream extends FilterOutputStream {
    private long count;

    CountingStream(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      count += length;
    }
  }
}
