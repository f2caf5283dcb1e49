package dev.chmcorr.shard;

import dev.chmcorr.domain.ShardLocation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.apache.commons.compress.archivers.zip.ZipEncoding;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;

/**
 * Finds the members of a tar from its headers alone; their contents are skipped. Reads V7, ustar,
 * GNU and pax tars. The library's own reader is not used because it holds whatever length an
 * extended header claims; here that is bounded.
 */
public final class TarScanner {
  private static final int RECORD = ShardLocation.RECORD;
  private static final int MAX_EXTENSION = 1 << 20;

  /** Tars are padded to whole blocks of 20 records; this much padding is looked at. */
  private static final int PADDING_LOOKED_AT = 1 << 20;

  /** Eighteen digits fit a long. */
  private static final Pattern SIZE = Pattern.compile("\\d{1,18}");

  /** Keeps a name's bytes; the library would put a question mark for what is no UTF-8. */
  private static final ZipEncoding BYTES = ZipEncodingHelper.getZipEncoding("ISO-8859-1");

  private final Shard shard;
  private final Predicate<String> wanted;
  private final Consumer<String> others;
  private final List<TarMember> members = new ArrayList<>();
  private long position;
  // What extended headers say of the member that follows them.
  private String longName;
  private Map<String, String> pax = Map.of();

  private TarScanner(Shard shard, Predicate<String> wanted, Consumer<String> others) {
    this.shard = shard;
    this.wanted = wanted;
    this.others = others;
  }

  /**
   * The members whose names are wanted, in the tar's order.
   *
   * @throws dev.chmcorr.domain.UserException if the tar is cut off or damaged, or if it holds a
   *     link, or a wanted member that is sparse, no regular file, or badly named
   */
  public static List<TarMember> scan(Shard shard, Predicate<String> wanted) throws IOException {
    return scan(shard, wanted, name -> {});
  }

  /**
   * The same.
   *
   * @param others gets the names of all other members that are no folders, as they stand there
   */
  static List<TarMember> scan(Shard shard, Predicate<String> wanted, Consumer<String> others)
      throws IOException {
    return new TarScanner(shard, wanted, others).scan();
  }

  private List<TarMember> scan() throws IOException {
    byte[] header = new byte[RECORD];
    while (true) {
      if (shard.length() - position < RECORD) {
        throw shard.unusable("it is cut off: it has %d bytes and no end mark", shard.length());
      }
      shard.bytes().read(position, header);
      if (isZero(header)) {
        checkNothingFollows();
        return members;
      }
      entry(header);
    }
  }

  /** Tars that were simply joined would otherwise lose all members but the first one's. */
  private void checkNothingFollows() throws IOException {
    byte[] record = new byte[RECORD];
    long end = Math.min(shard.length() - RECORD, position + PADDING_LOOKED_AT);
    for (long at = position; at <= end; at += RECORD) {
      shard.bytes().read(at, record);
      if (!isZero(record)) {
        throw shard.unusable(
            "byte %d, after its end mark, is not zero; tars cannot be joined end to end", at);
      }
    }
  }

  private void entry(byte[] header) throws IOException {
    TarArchiveEntry entry = parse(header);
    long start = position + RECORD;
    long size = size(entry);
    if (size > shard.length() - start) {
      throw shard.unusable(
          "it is cut off: the %d bytes of %s begin at byte %d, the file has %d",
          size, shown(entry), start, shard.length());
    }
    switch (header[156]) {
      case 'L' -> longName = text(extension(start, size));
      case 'K' -> {
        // The target of a link; the link itself is refused when it is reached.
      }
      case 'x', 'X' -> pax = pax(start, size);
      case 'g' -> checkGlobal(pax(start, size));
      default -> {
        member(entry, header[156], start, size);
        longName = null;
        pax = Map.of();
      }
    }
    position = start + (size + RECORD - 1) / RECORD * RECORD;
  }

  private TarArchiveEntry parse(byte[] header) {
    if (!isHeader(header)) {
      throw shard.unusable(
          position == 0
              ? "it is no tar%s".formatted(Compression.hint(header))
              : "it is damaged: there is no member's header at byte " + position);
    }
    try {
      return new TarArchiveEntry(header, BYTES, true);
    } catch (IllegalArgumentException | IOException e) {
      throw shard.unusable(e, "invalid header at byte %d", position);
    }
  }

  private static boolean isHeader(byte[] header) {
    try {
      return TarUtils.verifyCheckSum(header);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private long size(TarArchiveEntry entry) {
    String size = pax.getOrDefault("size", String.valueOf(entry.getSize()));
    if (!SIZE.matcher(size).matches()) {
      throw shard.unusable("invalid size %s of %s", MemberName.shown(size), shown(entry));
    }
    return Long.parseLong(size);
  }

  private String name(TarArchiveEntry entry) {
    String name =
        longName == null ? text(entry.getName().getBytes(StandardCharsets.ISO_8859_1)) : longName;
    return pax.getOrDefault("path", name);
  }

  private String shown(TarArchiveEntry entry) {
    return MemberName.shown(name(entry));
  }

  private byte[] extension(long start, long size) throws IOException {
    if (size > MAX_EXTENSION) {
      throw shard.unusable(
          "the extended header at byte %d has %d bytes (at most %d)",
          position, size, MAX_EXTENSION);
    }
    byte[] bytes = new byte[(int) size];
    shard.bytes().read(start, bytes);
    return bytes;
  }

  private static String text(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }

  private Map<String, String> pax(long start, long size) throws IOException {
    try {
      return PaxRecords.parse(extension(start, size));
    } catch (IllegalArgumentException e) {
      throw shard.unusable(e, "it is damaged: %s at byte %d", e.getMessage(), position);
    }
  }

  private void checkGlobal(Map<String, String> records) {
    if (records.containsKey("path") || records.containsKey("size")) {
      throw shard.unusable("the global header at byte %d names all members alike", position);
    }
  }

  private void member(TarArchiveEntry entry, byte type, long start, long size) {
    String name = name(entry);
    if (type == '1' || type == '2') {
      throw shard.unusable(
          "%s is a link; pack the files themselves (tar --dereference --hard-dereference)",
          shown(entry));
    }
    if (type == '5' || name.endsWith("/")) {
      return;
    }
    if (!wanted.test(name)) {
      others.accept(name);
      return;
    }
    boolean sparse = pax.keySet().stream().anyMatch(key -> key.startsWith("GNU.sparse."));
    if (type == 'S' || sparse) {
      throw shard.unusable("%s is sparse; pack it without tar's --sparse", shown(entry));
    }
    if (type != '0' && type != '7' && type != 0) {
      throw shard.unusable("%s is no regular file (tar's type 0x%02x)", shown(entry), type);
    }
    try {
      members.add(new TarMember(MemberName.clean(name), start, size));
    } catch (IllegalArgumentException e) {
      throw shard.unusable(e, "invalid name of a member, %s: %s", shown(entry), e.getMessage());
    }
  }

  private static boolean isZero(byte[] bytes) {
    for (byte value : bytes) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }
}
