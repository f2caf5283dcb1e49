package dev.chmcorr.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TarScannerTest {
  private static final String LONG = "c/" + "long".repeat(40) + ".jpg";

  @Test
  void findsMembersAndPassesOverTheRest() throws IOException {
    byte[] tar =
        new RawTar()
            .add('5', "./", new byte[0])
            .add('5', "./c/", new byte[0])
            .add("./c/a.jpg", "abc")
            .add("c//notes.txt", "n".repeat(600))
            .add('3', "dev/null", new byte[0])
            .add("c/b.PNG", new byte[513])
            .add('0', "c/empty.jpg", new byte[0])
            .end();

    assertThat(scan(tar))
        .containsExactly(
            new TarMember("c/a.jpg", 1536, 3),
            new TarMember("c/b.PNG", 4608, 513),
            new TarMember("c/empty.jpg", 6144, 0));
    assertThat(Arrays.copyOfRange(tar, 1536, 1539)).asString().isEqualTo("abc");
  }

  /** What the library writes for long and foreign names, in each of its ways. */
  @ParameterizedTest
  @CsvSource({"2,false", "3,false", "3,true"})
  void readsLongAndForeignNames(int longFileMode, boolean paxForForeign) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      tar.setLongFileMode(longFileMode);
      tar.setAddPaxHeadersForNonAsciiNames(paxForForeign);
      for (String name : List.of(LONG, "c/ü Ж 鳥.jpg", "c/short.jpg")) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(name.length());
        tar.putArchiveEntry(entry);
        tar.write(name.getBytes(StandardCharsets.UTF_8), 0, name.length());
        tar.closeArchiveEntry();
      }
    }
    byte[] tar = bytes.toByteArray();

    List<TarMember> members = scan(tar);

    assertThat(members)
        .extracting(TarMember::name)
        .containsExactly(LONG, "c/ü Ж 鳥.jpg", "c/short.jpg");
    TarMember last = members.get(2);
    assertThat(new String(tar, (int) last.offset(), (int) last.size(), StandardCharsets.UTF_8))
        .isEqualTo("c/short.jpg");
  }

  @Test
  void readsV7AndTheSplitNamesOfUstar() throws IOException {
    byte[] v7 = RawTar.header('\0', "c/v7.jpg", "00000000001\0");
    Arrays.fill(v7, 257, 265, (byte) 0);
    byte[] split = RawTar.header('0', "b.jpg", "00000000000\0");
    byte[] prefix = "c/deep".getBytes(StandardCharsets.UTF_8);
    System.arraycopy(prefix, 0, split, 345, prefix.length);

    byte[] tar =
        new RawTar().raw(RawTar.checked(v7)).raw(new byte[512]).raw(RawTar.checked(split)).end();

    assertThat(scan(tar)).extracting(TarMember::name).containsExactly("c/v7.jpg", "c/deep/b.jpg");
  }

  @Test
  void paxSizesAndGlobalCommentsCount() throws IOException {
    byte[] header = RawTar.header('0', "x.jpg", "00000000000\0");
    byte[] tar =
        new RawTar()
            .pax('g', "comment=made by git")
            .pax('x', "size=5", "path=c/ü=1.jpg", "mtime=1.5")
            .raw(header)
            .raw(new byte[512])
            .add("c/z.jpg", "z")
            .end();

    assertThat(scan(tar))
        .containsExactly(new TarMember("c/ü=1.jpg", 2560, 5), new TarMember("c/z.jpg", 3584, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../c/a.jpg", "c/../../a.jpg", "c/..", "/c/a.jpg", "c/a\u0007.jpg"})
  void refusesNamesThatLeadElsewhere(String name) {
    byte[] tar = new RawTar().add(name.endsWith("g") ? name : name + "/a.jpg", "x").end();

    assertRefused(tar, "Cannot use shard file:/d/s.tar: invalid name of a member, ");
  }

  @Test
  void badNamesOfOtherFilesDoNotMatter() throws IOException {
    byte[] tar = new RawTar().add("../../etc/passwd", "x").add("c/a.jpg", "x").end();

    assertThat(scan(tar)).containsExactly(new TarMember("c/a.jpg", 1536, 1));
  }

  @Test
  void refusesNamesThatAreNoUtf8OrTooLong() {
    byte[] header = RawTar.header('0', "c/a.jpg", "00000000000\0");
    header[2] = (byte) 0xe9;
    assertRefused(new RawTar().raw(RawTar.checked(header)).end(), "is no UTF-8");
    assertRefused(
        new RawTar()
            .add(
                'L',
                "././@LongLink",
                ("a/".repeat(3000) + "a.jpg").getBytes(StandardCharsets.UTF_8))
            .add("short.jpg", "")
            .end(),
        "it is longer than 4096 characters");
  }

  @Test
  void refusesLinksSparseFilesAndDevicesThatTakeAnImagesPlace() {
    assertRefused(
        new RawTar().add('2', "c", new byte[0]).end(),
        "c is a link; pack the files themselves (tar --dereference --hard-dereference)");
    assertRefused(new RawTar().add('1', "c/a.jpg", new byte[0]).end(), "c/a.jpg is a link");
    assertRefused(new RawTar().add('S', "c/a.jpg", new byte[0]).end(), "c/a.jpg is sparse");
    assertRefused(
        new RawTar()
            .pax('x', "GNU.sparse.major=1", "GNU.sparse.name=c/a.jpg")
            .add("GNUSparseFile.0/a.jpg", "")
            .end(),
        "is sparse");
    assertRefused(
        new RawTar().add('6', "c/a.jpg", new byte[0]).end(),
        "c/a.jpg is no regular file (tar's type 0x36)");
  }

  @Test
  void refusesTarsThatAreCutOffAnywhereButInTheirPadding() throws IOException {
    byte[] whole = new RawTar().add("c/a.jpg", "a".repeat(700)).add("c/b.jpg", "b").end();
    int endMark = whole.length - 1024;

    for (int length = 0; length < endMark + 512; length += 37) {
      assertRefused(Arrays.copyOf(whole, length), "Cannot use shard file:/d/s.tar: it is cut off");
    }
    assertThat(scan(Arrays.copyOf(whole, endMark + 512))).hasSize(2);
    assertThat(scan(Arrays.copyOf(whole, whole.length + 10_000))).hasSize(2);
  }

  @Test
  void refusesSizesThatAreLiesWithoutReadingThem() {
    assertRefused(
        new RawTar().raw(RawTar.header('0', "c/a.jpg", "77777777777\0")).end(),
        "it is cut off: the 8589934591 bytes of c/a.jpg begin at byte 512, the file has 1536");
    byte[] negative = RawTar.header('0', "c/a.jpg", "");
    Arrays.fill(negative, 124, 136, (byte) 0xff);
    assertRefused(new RawTar().raw(RawTar.checked(negative)).end(), "invalid header at byte 0");
    byte[] huge = RawTar.header('0', "c/a.jpg", "");
    Arrays.fill(huge, 125, 136, (byte) 0xff);
    huge[124] = (byte) 0x80;
    assertRefused(new RawTar().raw(RawTar.checked(huge)).end(), "Cannot use shard");
    assertRefused(
        new RawTar().raw(RawTar.header('0', "c/a.jpg", "12x45")).end(), "invalid header at byte 0");
    assertRefused(
        new RawTar().pax('x', "size=9223372036854775807").add("c/a.jpg", "").end(),
        "invalid size 9223372036854775807");
    assertRefused(new RawTar().pax('x', "size=-512").add("c/a.jpg", "").end(), "invalid size -512");
    assertRefused(new RawTar().pax('g', "size=0").end(), "names all members alike");
  }

  @Test
  void boundsWhatExtendedHeadersHold() {
    Shard endless =
        new Shard(
            "file:/d/s.tar",
            1L << 40,
            (position, into) -> {
              assertThat(into.length).isLessThanOrEqualTo(1 << 20);
              byte[] header = RawTar.header('x', "h", "17777777777\0");
              System.arraycopy(header, 0, into, 0, 512);
            });

    assertThatThrownBy(() -> TarScanner.scan(endless, name -> true))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("at byte 0 has 2147483647 bytes (at most 1048576)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5 a=b\n",
        "7 a=b\n",
        "x a=b\n",
        "6 a=b",
        "99999999999 a=b\n",
        "4 a\n",
        "6 =bc\n",
        "6a=bcd"
      })
  void refusesInvalidPaxRecords(String record) {
    byte[] tar =
        new RawTar()
            .add('x', "h", record.getBytes(StandardCharsets.UTF_8))
            .add("c/a.jpg", "")
            .end();

    assertRefused(tar, "it is damaged: invalid pax record at byte 0 of its header at byte 0");
  }

  @Test
  void saysWhereATarIsDamaged() {
    byte[] tar = new RawTar().add("c/a.jpg", "x").add("c/b.jpg", "y").end();
    tar[1024] ^= 1;

    assertRefused(tar, "it is damaged: there is no member's header at byte 1024");
  }

  @Test
  void tellsCompressedAndForeignFilesFromTars() {
    byte[] gzip = new byte[1024];
    gzip[0] = 0x1f;
    gzip[1] = (byte) 0x8b;

    assertRefused(gzip, "it is no tar, it is compressed by gzip; decompress it");
    assertRefused("x".repeat(2000).getBytes(StandardCharsets.UTF_8), "it is no tar");
  }

  @Test
  void refusesTarsJoinedEndToEnd() {
    byte[] one = new RawTar().add("c/a.jpg", "x").end();

    assertRefused(
        new RawTar().raw(one).raw(one).end(),
        "byte 2048, after its end mark, is not zero; tars cannot be joined end to end");
  }

  /** Whatever is flipped, there is an answer within the file or a refusal, never anything else. */
  @Test
  void noDamageLeadsOutOfTheFile() throws IOException {
    byte[] whole =
        new RawTar()
            .pax('x', "path=c/ü.jpg")
            .add("x.jpg", "a".repeat(600))
            .add('L', "l", LONG.getBytes(StandardCharsets.UTF_8))
            .add("y.jpg", "b")
            .end();
    Random random = new Random(1);
    int refused = 0;
    for (int trial = 0; trial < 20_000; trial++) {
      byte[] tar = Arrays.copyOf(whole, whole.length - random.nextInt(4) * 256);
      int header = List.of(0, 1024, 2560, 3584).get(random.nextInt(4));
      for (int i = random.nextInt(4); i >= 0; i--) {
        tar[header + random.nextInt(520)] = (byte) random.nextInt(256);
      }
      if (random.nextBoolean()) {
        byte[] right = RawTar.checked(Arrays.copyOfRange(tar, header, header + 512));
        System.arraycopy(right, 0, tar, header, 512);
      }
      try {
        for (TarMember member : scan(tar)) {
          assertThat(member.offset() + member.size()).isLessThanOrEqualTo(tar.length);
          assertThat(member.size()).isNotNegative();
        }
      } catch (UserException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1, 19_999);
  }

  private static List<TarMember> scan(byte[] tar) throws IOException {
    return TarScanner.scan(
        RawTar.shard("s", tar),
        name -> name.toLowerCase(Locale.ROOT).matches("(?s).*\\.(jpg|png)"));
  }

  private static void assertRefused(byte[] tar, String message) {
    assertThatThrownBy(() -> scan(tar))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(message);
  }
}
