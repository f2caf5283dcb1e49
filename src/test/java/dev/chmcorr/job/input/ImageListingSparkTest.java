package dev.chmcorr.job.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.DataOptions.GalleryClasses;
import dev.chmcorr.job.input.DataOptions.MissingClasses;
import dev.chmcorr.job.run.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageListingSparkTest {
  @TempDir private Path folder;
  private final LocalSpark spark = new LocalSpark();

  @Test
  void listsNestedFoldersLinksSpacesAndLetters() throws IOException {
    touch("val/b b/ü.JPG", "val/b b/deep/er/x.png", "val/a/2.jpeg", "val/a/1.Jpeg");
    touch("val/a/notes.txt", "val/stray.jpg", "elsewhere/z.webp");
    Files.createSymbolicLink(folder.resolve("val/c"), folder.resolve("elsewhere"));

    Files.createSymbolicLink(folder.resolve("val/a/0.png"), folder.resolve("nowhere"));

    ImageListing listing = ImageLister.list(spark.context(), "--val", folder + "/val");

    assertThat(listing.images())
        .extracting(ImageRef::id, ImageRef::className, ImageRef::label, this::relative)
        .containsExactly(
            row(0, "a", 0, "a/0.png"),
            row(1, "a", 0, "a/1.Jpeg"),
            row(2, "a", 0, "a/2.jpeg"),
            row(3, "b b", 1, "b b/ü.JPG"),
            row(4, "b b", 1, "b b/deep/er/x.png"),
            row(5, "c", 2, "c/z.webp"));
  }

  @Test
  void tellsTheVersionOfEveryFile() throws IOException {
    touch("val/a/1.jpg", "val/a/2.jpg");
    Files.write(folder.resolve("val/a/2.jpg"), new byte[12]);
    Files.setLastModifiedTime(
        folder.resolve("val/a/2.jpg"), FileTime.fromMillis(1_000_000_000_123L));
    Files.createSymbolicLink(folder.resolve("val/a/0.png"), folder.resolve("nowhere"));
    Files.createSymbolicLink(folder.resolve("val/b"), folder.resolve("val/a"));

    ImageListing listing = ImageLister.list(spark.context(), "--val", folder + "/val");

    FileVersion version = new FileVersion(12, 1_000_000_000_123L);
    assertThat(listing.images()).extracting(ImageRef::version).startsWith(FileVersion.UNKNOWN);
    assertThat(listing.images().get(2).version()).isEqualTo(version);
    assertThat(listing.images().get(5).version()).isEqualTo(version);
  }

  @Test
  void namesWhatIsWrongWithAFolder() throws IOException {
    touch("file.jpg", "flat/1.jpg", "empty/a/1.jpg", "empty/b/notes.txt");

    assertThatThrownBy(() -> ImageLister.list(spark.context(), "--train", folder + "/none"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("--train file:" + folder + "/none");
    assertThatThrownBy(() -> ImageLister.list(spark.context(), "--train", folder + "/file.jpg"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("its images have no classes");
    assertThatThrownBy(() -> ImageLister.list(spark.context(), "--train", folder + "/flat"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("no class folders");
    assertThatThrownBy(() -> ImageLister.list(spark.context(), "--train", folder + "/empty"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("b");
  }

  @Test
  void refusesQueryClassesThatTheGalleryLacks() throws IOException {
    touch("train/a/1.jpg", "train/c/1.jpg", "val/a/1.jpg", "val/b/1.jpg");

    assertThatThrownBy(() -> list(GalleryClasses.ALL, MissingClasses.REFUSE))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("1 of 2 query classes have no gallery images")
        .hasMessageContaining(": b;");
    assertThat(list(GalleryClasses.ALL, MissingClasses.ALLOW).gallery().size()).isEqualTo(2);
  }

  @Test
  void restrictsTheGalleryToTheQueriesClassesAndNumbersItAfresh() throws IOException {
    touch("train/a/1.jpg", "train/b/1.jpg", "train/c/1.jpg", "val/c/1.jpg", "val/b/1.jpg");

    DataSet data = list(GalleryClasses.OF_VAL, MissingClasses.REFUSE);

    assertThat(data.gallery().images())
        .extracting(ImageRef::id, ImageRef::className, ImageRef::label)
        .containsExactly(row(0, "b", 0), row(1, "c", 1));
  }

  private DataSet list(GalleryClasses classes, MissingClasses missing) throws IOException {
    return DataSet.list(
        spark.context(),
        new DataOptions(folder + "/train", folder + "/val", classes, missing, OnError.RECORD));
  }

  private void touch(String... files) throws IOException {
    for (String file : files) {
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      Files.write(path, List.of());
    }
  }

  private String relative(ImageRef image) {
    return image.path().substring(("file:" + folder + "/val/").length());
  }

  private static org.assertj.core.groups.Tuple row(Object... values) {
    return org.assertj.core.groups.Tuple.tuple(values);
  }
}
