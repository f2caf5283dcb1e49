package dev.chmcorr.shard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.Edits;
import dev.chmcorr.Hostile;
import dev.chmcorr.domain.CodePointOrder;
import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.ImageFile;
import dev.chmcorr.domain.ShardLocation;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.folder.ImageFolder;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Damaged and made-up tars, listed as a user's shards are. */
class ShardFuzzTest {
  private static final int LONGEST_MESSAGE = 1500;

  /** One read, for which an extended header of a MiB is the most. */
  private static final int LONGEST_READ = 1 << 20;

  @Property
  void damaged(@ForAll("tars") byte[] tar, @ForAll("edits") Edits edits) {
    list(edits.of(tar));
  }

  /** What the damaged headers say is believed. */
  @Property
  void damagedWithRightChecksums(@ForAll("tars") byte[] tar, @ForAll("edits") Edits edits) {
    list(RawTar.allChecked(edits.of(tar)));
  }

  @Property
  void entries(@ForAll("entries") List<byte[]> entries) {
    RawTar tar = new RawTar();
    entries.forEach(tar::raw);
    list(tar.end());
  }

  private static void list(byte[] tar) {
    String message =
        Hostile.read(
            Hostile.bound(tar.length),
            UserException.class,
            () -> checkMembers(tar, TarScanner.scan(shard(tar), name -> true)));
    assertShort(message);
    message = Hostile.read(Hostile.bound(tar.length), UserException.class, () -> checkImages(tar));
    assertShort(message);
  }

  private static void assertShort(String message) {
    assertThat(message == null ? "" : message).hasSizeLessThan(LONGEST_MESSAGE);
  }

  /** Each lies in the tar, after the one before. */
  private static void checkMembers(byte[] tar, List<TarMember> members) {
    long end = 0;
    for (TarMember member : members) {
      assertThat(member.offset()).isGreaterThanOrEqualTo(end + ShardLocation.RECORD);
      assertThat(member.size()).isNotNegative();
      end = member.offset() + member.size();
      assertThat(end).isLessThanOrEqualTo(tar.length);
    }
  }

  private static void checkImages(byte[] tar) throws IOException {
    ShardImages read = ShardReader.read(shard(tar), ImageFolder::isImageName);
    List<ShardLocation> images = read.images();
    boolean labelled = read.layout() != ShardImages.Layout.UNLABELLED;
    for (ShardLocation image : images) {
      assertThat(image.offset() + image.size()).isLessThanOrEqualTo(tar.length);
      assertThat(image.name().split("/", -1))
          .hasSizeGreaterThanOrEqualTo(labelled ? 2 : 1)
          .doesNotContain("", ".", "..")
          .noneMatch(part -> part.chars().anyMatch(Character::isISOControl));
      assertThat(ShardLocation.parse(image.toString())).contains(image);
    }
    List<ImageFile> files =
        images.stream().map(image -> new ImageFile(image.toString(), FileVersion.UNKNOWN)).toList();
    if (!files.isEmpty() && labelled) {
      assertThat(
              new ImageFolder("s", ShardLocation::nameStart, CodePointOrder.COMPARATOR)
                  .number(List.of(), files))
          .hasSameSizeAs(files);
    }
  }

  /** Holds the scanner to its file, and to reading it about once. */
  private static Shard shard(byte[] tar) {
    Shard sound = RawTar.shard("s", tar);
    long[] left = {4L * tar.length + LONGEST_READ};
    return new Shard(
        sound.path(),
        sound.length(),
        (position, into) -> {
          assertThat(position).isBetween(0L, (long) tar.length - into.length);
          assertThat(into.length).isLessThanOrEqualTo(LONGEST_READ);
          left[0] -= into.length;
          assertThat(left[0]).as("bytes left to read").isNotNegative();
          sound.bytes().read(position, into);
        });
  }

  @Provide
  Arbitrary<byte[]> tars() {
    return Arbitraries.of(
        new RawTar().add('5', "c/", new byte[0]).add("c/a.jpg", "abc").add("d/b.png", "").end(),
        new RawTar()
            .add("1.cls", "robin")
            .add("1.jpg", "a")
            .add("2.jpg", "")
            .add("2.cls", "7")
            .end(),
        new RawTar()
            .pax('g', "comment=made by git")
            .pax('x', "size=5", "path=c/\u00fc=1.jpg", "mtime=1.5")
            .add("x.jpg", "12345")
            .add('L', "././@LongLink", ("d/" + "long".repeat(60) + ".jpg").getBytes(UTF_8))
            .add("y.jpg", "z".repeat(600))
            .end());
  }

  @Provide
  Arbitrary<Edits> edits() {
    return Edits.any();
  }

  @Provide
  Arbitrary<List<byte[]>> entries() {
    return TarEntries.any().list().ofMaxSize(12);
  }
}
