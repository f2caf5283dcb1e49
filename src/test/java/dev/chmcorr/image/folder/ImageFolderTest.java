package dev.chmcorr.image.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.CodePointOrder;
import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.ImageFile;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.UserException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ImageFolderTest {
  private static final String GRINNING = "\uD83D\uDE00"; // U+1F600
  private static final String WIDE_TILDE = "\uFF5E";

  @Test
  void endingsCountInAnyCaseAndAlone() {
    assertThat(
            Stream.of("a.jpg", "a.JPEG", "a.Png", "a.ppm", "a.bmp", "a.pgm", "a.tif", "a.TIFF")
                .allMatch(ImageFolder::isImageName))
        .isTrue();
    assertThat(ImageFolder.isImageName("a b.webp")).isTrue();
    assertThat(ImageFolder.isImageName(".jpg")).isTrue();
    assertThat(
            Stream.of("a.gif", "a.jpg.txt", "jpg", "a.jpg ", "")
                .noneMatch(ImageFolder::isImageName))
        .isTrue();
  }

  @Test
  void moreEndingsAreNumberedAmongTheOthers() {
    List<ImageFile> files =
        Stream.of("/d/c/a.gif", "/d/c/b.jpg", "/d/c/c.jfif", "/d/c/d.avif")
            .map(path -> new ImageFile(path, FileVersion.UNKNOWN))
            .toList();

    assertThat(ImageFolder.of("/d").number(List.of("c"), files))
        .extracting(ImageRef::path)
        .containsExactly("/d/c/b.jpg");
    assertThat(ImageFolder.of("/d").with(Endings.MORE).number(List.of("c"), files))
        .extracting(ImageRef::path)
        .containsExactly("/d/c/a.gif", "/d/c/b.jpg", "/d/c/c.jfif");
  }

  @Test
  void ordersByCodePoint() {
    List<String> names =
        Stream.of(GRINNING, WIDE_TILDE, "é", "ab", "a", "Z", "10", "9", "a-b", "a b", ".git")
            .sorted(CodePointOrder.COMPARATOR)
            .toList();

    assertThat(names)
        .containsExactly(
            ".git", "10", "9", "Z", "a", "a b", "a-b", "ab", "é", WIDE_TILDE, GRINNING);
  }

  /** torchvision sorts whole folder paths, so "c/a-b" comes between "c/a" and "c/a/z". */
  @Test
  void walksFoldersInTheOrderOfTheirPaths() {
    List<ImageRef> images =
        number(
            "file:/data",
            List.of("c", "B"),
            "c/a/z/1.jpg",
            "c/a/2.jpg",
            "c/a-b/3.jpg",
            "c/z.jpg",
            "c/Y.PNG",
            "c/a/readme.txt",
            "B/ü 1.webp",
            "top.jpg");

    assertThat(images)
        .containsExactly(
            new ImageRef(0, "file:/data/B/ü 1.webp", "B", 0),
            new ImageRef(1, "file:/data/c/Y.PNG", "c", 1),
            new ImageRef(2, "file:/data/c/z.jpg", "c", 1),
            new ImageRef(3, "file:/data/c/a/2.jpg", "c", 1),
            new ImageRef(4, "file:/data/c/a-b/3.jpg", "c", 1),
            new ImageRef(5, "file:/data/c/a/z/1.jpg", "c", 1));
  }

  @Test
  void hiddenFoldersAreClassesToo() {
    assertThat(number("r/", List.of(".x"), ".x/1.jpg"))
        .containsExactly(new ImageRef(0, "r/.x/1.jpg", ".x", 0));
  }

  @Test
  void namesEmptyClasses() {
    assertThatThrownBy(() -> number("r", List.of("b", "a", "c"), "a/x.txt", "c/deep/1.jpg"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot read r: no image in the class folders a, b (endings: .jpg");
  }

  @Test
  void wantsAClass() {
    assertThatThrownBy(() -> number("r", List.of(), "top.jpg"))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot read r: there is no class folder in it");
  }

  @Test
  void namesBothOfTwoImagesThatHaveOneName() {
    assertThatThrownBy(() -> number("r", List.of(), "a/1.jpg", "a/2.jpg", "a/1.jpg"))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot read r: two images have the name a/1.jpg: r/a/1.jpg and r/a/1.jpg");
  }

  /**
   * @param files relative to the root
   */
  private static List<ImageRef> number(String root, List<String> folders, String... files) {
    String prefix = root.endsWith("/") ? root : root + "/";
    return ImageFolder.of(root)
        .number(
            folders,
            Stream.of(files)
                .map(file -> new ImageFile(prefix + file, FileVersion.UNKNOWN))
                .toList());
  }
}
