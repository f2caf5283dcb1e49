package dev.chmcorr.job.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.ImageFile;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.ShardLocation;
import dev.chmcorr.image.folder.ImageFolder;
import dev.chmcorr.job.listing.Numbering.Found;
import dev.chmcorr.job.listing.Numbering.Labelled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class NumberingTest {
  private static final Path ROOT = new Path("file:/d");

  @Test
  void aListOfAFolderHasTheFoldersIds() {
    List<String> names =
        List.of(
            "b/2.jpg",
            "b/10.jpg",
            "a-b/x.jpg",
            "a/z.jpg",
            "a/b/c.jpg",
            "a/b-c.jpg",
            "\ud83d\ude00/x.jpg",
            "\uffee/x.jpg");
    List<ImageRef> expected =
        ImageFolder.of(ROOT.toString())
            .number(
                List.of(),
                new ArrayList<>(
                    names.stream()
                        .map(name -> new ImageFile(ROOT + "/" + name, FileVersion.UNKNOWN))
                        .toList()));

    ImageListing listing = number(names.stream().map(n -> found(folder(n), n)).toList());

    assertThat(listing.images()).isEqualTo(new ImageListing(ROOT, expected, Map.of()).images());
    assertThat(names(listing)).containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void namesAreClassAndFileWhereverTheClassFolderIs() {
    assertThat(names(number(found("wren", "images/train/wren/x.jpg"), found("finch", "a/y.jpg"))))
        .containsExactly("finch/a/y.jpg", "wren/x.jpg");
    assertThat(
            names(
                Numbering.number(
                    ROOT,
                    "x",
                    List.of(new Found("w", "s3a://bucket/far/w/x.jpg", FileVersion.UNKNOWN)))))
        .containsExactly("w/x.jpg");
  }

  @Test
  void theSameFileNameInTwoFoldersOfAClassStaysApart() {
    assertThat(names(number(found("wren", "s1/wren/x.jpg"), found("wren", "s2/wren/x.jpg"))))
        .containsExactly("wren/s1/wren/x.jpg", "wren/s2/wren/x.jpg");
  }

  @Test
  void numbersAreInTheirOrderAndImagesWithoutClassLast() {
    ImageListing listing =
        number(
            found("10", "a.jpg"), found(null, "0.jpg"), found("2", "b.jpg"), found(null, "x.jpg"));

    assertThat(listing.images())
        .extracting(ImageRef::className)
        .containsExactly("2", "10", null, null);
    assertThat(listing.images()).extracting(ImageRef::knownLabel).containsExactly(0, 1, null, null);
    assertThat(names(listing)).containsExactly("2/b.jpg", "10/a.jpg", "0.jpg", "x.jpg");
    assertThat(listing.classNames()).containsExactlyInAnyOrder("2", "10");
    assertThat(listing.unlabelled()).isEqualTo(2);
  }

  @Test
  void membersOfTarsWithoutLabelsAreInTheOrderOfTheirNames() {
    List<Labelled> apart =
        List.of(member("b", "2.jpg"), member("a", "x/1.jpg"), member("a", "10.jpg"));
    assertThat(Numbering.members(apart))
        .extracting(ImageRef::path)
        .containsExactly(
            "file:/d/a.tar!/512+3/10.jpg",
            "file:/d/b.tar!/512+3/2.jpg",
            "file:/d/a.tar!/512+3/x/1.jpg");

    assertThat(Numbering.members(List.of(member("b", "1.jpg"), member("a", "1.jpg"))))
        .extracting(ImageRef::path)
        .containsExactly("file:/d/a.tar!/512+3/a/1.jpg", "file:/d/b.tar!/512+3/b/1.jpg");
  }

  @Test
  void membersOfTarsAreOfTheClassesThatAreKnown() {
    List<Labelled> images =
        List.of(member("a", "1.jpg", "wren"), member("a", "2.jpg"), member("b", "0.jpg", "finch"));

    assertThat(Numbering.members(images))
        .extracting(ImageRef::path, ImageRef::className, ImageRef::label)
        .containsExactly(
            tuple("file:/d/b.tar!/512+3/finch/0.jpg", "finch", 0),
            tuple("file:/d/a.tar!/512+3/wren/1.jpg", "wren", 1),
            tuple("file:/d/a.tar!/512+3/2.jpg", null, 0));
  }

  private static Labelled member(String tar, String name) {
    return member(tar, name, null);
  }

  private static Labelled member(String tar, String name, String className) {
    ShardLocation at = new ShardLocation(ROOT + "/" + tar + ".tar", 512, 3, name);
    return new Labelled(new ImageFile(at.toString(), FileVersion.UNKNOWN), className);
  }

  private static String folder(String name) {
    return name.substring(0, name.indexOf('/'));
  }

  private static Found found(String className, String path) {
    return new Found(className, ROOT + "/" + path, FileVersion.UNKNOWN);
  }

  private static ImageListing number(Found... images) {
    return number(Arrays.asList(images));
  }

  private static ImageListing number(List<Found> images) {
    return Numbering.number(ROOT, "x.csv", images);
  }

  private static List<String> names(ImageListing listing) {
    return listing.images().stream().map(listing::name).toList();
  }
}
