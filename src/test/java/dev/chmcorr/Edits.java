package dev.chmcorr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random damage to a file, which jqwik reduces to the least that still does harm. */
public record Edits(List<Edit> edits) {
  /** Numbers that readers stumble over. */
  private static final Long[] NUMBERS = {
    0L,
    1L,
    -1L,
    2L,
    3L,
    4L,
    8L,
    16L,
    32L,
    255L,
    256L,
    65_535L,
    65_536L,
    1L << 20,
    1L << 28,
    1L << 29,
    1L << 30,
    (1L << 31) - 1,
    1L << 31,
    (1L << 32) - 1,
    1L << 40,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  /** What one edit does at its place. */
  enum Kind {
    FLIP,
    SET,
    SHORT,
    INT,
    LONG,
    COPY,
    INSERT,
    DELETE,
    CUT
  }

  /** Where a place is counted from: heads and tails of files hold what describes them. */
  enum Anchor {
    HEAD,
    TAIL,
    ANYWHERE
  }

  /**
   * One change.
   *
   * @param at distance from the anchor: bytes, or a fraction of the file in 2^-20
   * @param number what is written; of COPY, INSERT and DELETE the length
   */
  record Edit(Kind kind, Anchor anchor, int at, long number, ByteOrder order) {
    byte[] apply(byte[] file) {
      if (file.length == 0) {
        return file;
      }
      int place = place(file.length);
      int length = (int) Math.min(number & 0xFF, file.length - place);
      byte[] tail = Arrays.copyOfRange(file, place, file.length);
      return switch (kind) {
        case FLIP -> with(file, place, new byte[] {(byte) (file[place] ^ (1 << (number & 7)))});
        case SET -> with(file, place, new byte[] {(byte) number});
        case SHORT -> with(file, place, buffer(2).putShort((short) number).array());
        case INT -> with(file, place, buffer(4).putInt((int) number).array());
        case LONG -> with(file, place, buffer(8).putLong(number).array());
        case COPY -> with(file, (int) (number & 0x3FF), Arrays.copyOf(tail, length));
        case INSERT -> joined(Arrays.copyOf(file, place + length), tail);
        case DELETE ->
            joined(
                Arrays.copyOf(file, place), Arrays.copyOfRange(file, place + length, file.length));
        case CUT -> Arrays.copyOf(file, place);
      };
    }

    private int place(int length) {
      return switch (anchor) {
        case HEAD -> Math.min(at & 0x1FF, length - 1);
        case TAIL -> Math.max(0, length - 1 - (at & 0x1FF));
        case ANYWHERE -> (int) (((long) at * length) >> 20);
      };
    }

    private ByteBuffer buffer(int size) {
      return ByteBuffer.allocate(size).order(order);
    }

    private static byte[] with(byte[] file, int at, byte[] bytes) {
      byte[] changed = file.clone();
      if (at < changed.length) {
        System.arraycopy(bytes, 0, changed, at, Math.min(bytes.length, changed.length - at));
      }
      return changed;
    }

    private static byte[] joined(byte[] first, byte[] second) {
      byte[] both = Arrays.copyOf(first, first.length + second.length);
      System.arraycopy(second, 0, both, first.length, second.length);
      return both;
    }
  }

  /** One to six changes. */
  public static Arbitrary<Edits> any() {
    Arbitrary<Edit> edit =
        Combinators.combine(
                Arbitraries.of(Kind.class),
                Arbitraries.of(Anchor.class),
                Arbitraries.integers().between(0, (1 << 20) - 1).withoutEdgeCases(),
                Arbitraries.oneOf(
                    Arbitraries.of(NUMBERS), Arbitraries.longs().between(-256, 70_000)),
                Arbitraries.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN))
            .as(Edit::new);
    return edit.list().ofMinSize(1).ofMaxSize(6).map(Edits::new);
  }

  /** A copy of the file with the changes made. */
  public byte[] of(byte[] file) {
    byte[] damaged = file;
    for (Edit edit : edits) {
      damaged = edit.apply(damaged);
    }
    return damaged;
  }
}
