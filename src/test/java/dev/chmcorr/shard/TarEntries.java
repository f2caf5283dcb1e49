package dev.chmcorr.shard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random entries of tars, of which some are sound and the others lie. */
public final class TarEntries {
  private static final String[] NAMES = {
    "c/a.jpg",
    "c/b.png",
    "d/e/a.jpg",
    "a.jpg",
    "1.jpg",
    "1.png",
    "1.cls",
    "x/1.cls",
    "x/1.jpg",
    "s.tar",
    "s.tar!/512+3/c/a.jpg",
    "notes.txt",
    "",
    ".",
    "..",
    "/",
    ".jpg",
    ".cls",
    "c/.jpg",
    "./c//./a.jpg",
    "../a.jpg",
    "c/../../a.jpg",
    "/c/a.jpg",
    "C:\\c\\a.jpg",
    "c/%s%n.jpg",
    "c/a\n.jpg",
    "c/\u001b[31m.jpg",
    "c/\u009b.jpg",
    "\u2028/1.jpg",
    "\u2028/1.cls",
    "\u202e/b.jpg",
    "n\0.jpg"
  };

  /** Beside what the header should say: 12 bytes, in octal, or binary after a first bit of 1. */
  private static final String[] SIZES = {
    "00000000000\0",
    "00000001000 ",
    "00000200000\0",
    "        1 \0 ",
    "77777777777\0",
    "777777777777",
    "-0000000001\0",
    "\0\0\0\0\0\0\0\0\0\0\0\0",
    "            ",
    "0x10",
    "12x45",
    "9",
    "\u0080\0\0\0\0\0\0\0\0\0\0\u0003",
    "\u0080\0\0\0\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
    "\u0080\0\0\0\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00fe\0",
    "\u0080\0\0\0\u0080\0\0\0\0\0\0\0",
    "\u0080\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
    "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
    "\u00ff\0\0\0\0\0\0\0\0\0\0\0"
  };

  private static final String[] NUMBERS = {
    "0",
    "3",
    "-1",
    "512",
    "1e9",
    "",
    "9223372036854775807",
    "999999999999999999",
    "99999999999999999999"
  };

  private TarEntries() {}

  /** Entries of all kinds, sound ones most often. */
  public static Arbitrary<byte[]> any() {
    return Arbitraries.frequencyOf(
        Tuple.of(6, files()), Tuple.of(2, extensions()), Tuple.of(1, headers()));
  }

  private static Arbitrary<String> names() {
    return Arbitraries.of(NAMES);
  }

  /** Files whose size is right. */
  private static Arbitrary<byte[]> files() {
    Arbitrary<String> contents =
        Arbitraries.of("", "robin", "7", "-0", "..", "a/b", "\u2028", "\0", "x".repeat(2000));
    return Combinators.combine(names(), contents)
        .as((name, text) -> new RawTar().add(name, text).withoutEnd());
  }

  /** Long names and pax records, for the entry after them. */
  private static Arbitrary<byte[]> extensions() {
    Arbitrary<byte[]> longNames =
        Combinators.combine(names(), Arbitraries.of(0, 1, 100, 3000, 60_000))
            .as((name, times) -> ("long/".repeat(times) + name).getBytes(UTF_8));
    return Arbitraries.oneOf(
        Combinators.combine(Arbitraries.of('L', 'K', 'x', 'g'), longNames).as(TarEntries::entry),
        Combinators.combine(Arbitraries.of('x', 'X', 'g', 'L'), records()).as(TarEntries::entry));
  }

  private static byte[] entry(char type, byte[] content) {
    return new RawTar().add(type, "././@LongLink", content).withoutEnd();
  }

  private static Arbitrary<byte[]> records() {
    Arbitrary<String> values = Arbitraries.oneOf(Arbitraries.of(NUMBERS), names());
    Arbitrary<String> keys =
        Arbitraries.of(
            "path", "size", "mtime", "GNU.sparse.major", "GNU.sparse.size", "linkpath", "", "a=b");
    Arbitrary<String> lies =
        Arbitraries.of("0", "1", "2", "9", "-3", "", "999999999", "9".repeat(20));
    Arbitrary<String> record =
        Combinators.combine(keys, values, lies.injectNull(0.9))
            .as((key, value, lie) -> record(key + "=" + value, lie));
    return record
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(all -> all.stream().collect(Collectors.joining()).getBytes(UTF_8));
  }

  /** A pax record that begins with its length, or with a lie. */
  private static String record(String text, String lie) {
    int rest = text.getBytes(UTF_8).length + 2;
    int digits = 1;
    while (String.valueOf(rest + digits).length() > digits) {
      digits++;
    }
    return (lie == null ? String.valueOf(rest + digits) : lie) + " " + text + "\n";
  }

  /** Headers that claim a size and a type, and the one record that follows. */
  private static Arbitrary<byte[]> headers() {
    return Combinators.combine(
            Arbitraries.of(
                '0', '\0', '1', '2', '3', '5', '7', 'S', 'L', 'K', 'x', 'g', 'V', '\u00ff'),
            names(),
            Arbitraries.of(SIZES),
            Arbitraries.integers().between(0, 511).list().ofMaxSize(2),
            Arbitraries.bytes())
        .as(TarEntries::header);
  }

  private static byte[] header(
      char type, String name, String size, List<Integer> damagedAt, byte damage) {
    byte[] header = RawTar.header(type, name, "");
    System.arraycopy(size.getBytes(ISO_8859_1), 0, header, 124, size.length());
    damagedAt.forEach(at -> header[at] = damage);
    return Arrays.copyOf(RawTar.checked(header), 1024);
  }
}
