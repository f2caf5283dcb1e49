package dev.chmcorr.job.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.HiddenFiles;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.DataOptions;
import dev.chmcorr.job.input.DataOptions.GalleryClasses;
import dev.chmcorr.job.input.DataOptions.MissingClasses;
import dev.chmcorr.job.input.DataSet;
import dev.chmcorr.job.input.ImageLister;
import dev.chmcorr.job.input.OnError;
import dev.chmcorr.job.lists.FileOptions;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.lists.ListOptions;
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
  void hiddenFilesAndFoldersArePassedOverAtEveryLevel() throws IOException {
    touch("val/.ipynb_checkpoints/1.jpg", "val/__MACOSX/a/._1.jpg", "val/.git/config");
    touch("val/a/1.jpg", "val/a/._1.jpg", "val/a/.x/2.jpg", "val/a/.DS_Store", "val/b/1.gif");
    touch("val/b/1.jpg", "val/top.png");
    Files.createSymbolicLink(folder.resolve("val/a/.#1.jpg"), folder.resolve("nowhere"));

    ImageListing listing = ImageLister.list(spark.context(), "--val", folder + "/val");

    assertThat(listing.images()).extracting(this::relative).containsExactly("a/1.jpg", "b/1.jpg");
    assertThat(listing.hidden()).isEqualTo(5);
    assertThat(spark.progress())
        .containsOnlyOnce("passed over 7 hidden files and folders, in all 5 images, such as ")
        .containsOnlyOnce("passed over 1 file by its ending: 1 .gif; --more-endings lists")
        .containsOnlyOnce("passed over 1 image in no class folder, such as top.png");
  }

  @Test
  void torchvisionsIdsAreToBeHad() throws IOException {
    touch("val/.x/1.jpg", "val/a/._1.jpg", "val/a/1.jpg", "val/a/2.gif");
    InputOptions options = InputOptions.DEFAULT.with(FileOptions.of(HiddenFiles.KEEP));

    assertThat(list(options))
        .extracting(ImageRef::label, this::relative)
        .containsExactly(row(0, ".x/1.jpg"), row(1, "a/._1.jpg"), row(1, "a/1.jpg"));
    assertThat(list(options.with(options.files().withMoreEndings()))).hasSize(4);
  }

  private List<ImageRef> list(InputOptions options) throws IOException {
    ImageInput input =
        ImageInput.of(spark.context().store(), "--val", folder + "/val", options.names());
    ImageListing listing = ImageLister.list(spark.context(), input, options, null);
    assertThat(listing.hidden()).isEqualTo(2);
    return listing.images();
  }

  @Test
  void theFolderAroundAllClassesIsNoClass() throws IOException {
    touch("val/README.md", "val/images/a/1.jpg", "val/images/b/1.jpg", "val/.git/x");

    ImageListing listing = ImageLister.list(spark.context(), "--val", folder + "/val");

    assertThat(listing.images())
        .extracting(ImageRef::className, listing::name)
        .containsExactly(row("a", "a/1.jpg"), row("b", "b/1.jpg"));
    assertThat(spark.progress()).containsOnlyOnce("lie in file:" + folder + "/val/images, which");
  }

  @Test
  void aRootThatIsALevelOffIsRefused() throws IOException {
    touch("cub/images/a/1.jpg", "cub/images/b/1.jpg", "cub/parts/parts.txt");
    touch("cub/image_class_labels.txt", "cub/train_test_split.txt");
    touch("splits/train/a/1.jpg", "splits/val/a/1.jpg", "flat/1.jpg", "flat/2.jpg");

    assertRefused("cub", "(no image is in parts); give file:%s/cub/images, or cub:file:%s/cub");
    assertRefused("splits", "give file:%s/splits/train or file:%s/splits/val");
    assertRefused(
        "flat",
        "no class folders, so its images have no classes; give the folder that holds a folder for each class, perhaps file:%s, or a list");
  }

  /** They may be classes or not: a run of days should not find out. */
  @Test
  void foldersWithoutImagesOfTheirOwnAreClassesIfOneSaysSo() throws IOException {
    touch("val/seg_train/robin/1.jpg", "val/seg_test/robin/1.jpg");
    InputOptions all = InputOptions.DEFAULT.with(FileOptions.UNSAID.withFoldersAsClasses());

    assertRefused(
        "val",
        "in folders within them; if those are the classes, give file:%s/val/seg_test or file:%s/val/seg_train, else add --folders-are-classes");
    assertThat(ImageLister.list(spark.context(), "--val", folder + "/val", all).images())
        .extracting(ImageRef::className)
        .containsExactly("seg_test", "seg_train");
  }

  @Test
  void partsOfADataSetAreClassesIfOneSaysSo() throws IOException {
    touch("val/images/train/1.jpg", "val/images/val/2.jpg", "val/labels/train/1.txt");
    touch("masked/images/1.jpg", "masked/masks/1.png");

    assertRefused("val", "images lie directly in images/train, images/val, which are named as");
    assertRefused("masked", "images lie directly in images, masks, which are named as parts of");
    assertThatThrownBy(() -> ImageLister.list(spark.context(), "--val", folder + "/masked"))
        .hasMessageContaining("give --val-labels none, which takes queries without classes");
  }

  @Test
  void queriesMayHaveFoldersThatSayNothing() throws IOException {
    touch("train/a/1.jpg", "train/b/1.jpg", "val/2023/x.jpg", "val/2023/may/y.jpg", "val/z.jpg");
    InputOptions none = InputOptions.DEFAULT.with(new ListOptions(null, null, "none", null));

    ImageListing queries = ImageLister.list(spark.context(), "--val", folder + "/val", none);

    assertThat(queries.images())
        .extracting(queries::name)
        .containsExactly("z.jpg", "2023/x.jpg", "2023/may/y.jpg");
    assertThat(queries.unlabelled()).isEqualTo(3);
    assertThatThrownBy(() -> list(GalleryClasses.ALL, MissingClasses.REFUSE))
        .hasMessageContaining("(if folders of --val are no classes, give --val-labels none)");
    assertThatThrownBy(() -> list(GalleryClasses.OF_VAL, MissingClasses.REFUSE))
        .hasMessage(
            "Cannot use --classes-of-val: --train file:%s/train has none of the queries' classes: 2023",
            folder);
  }

  private void assertRefused(String root, String message) {
    assertThatThrownBy(() -> ImageLister.list(spark.context(), "--train", folder + "/" + root))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(message.replace("%s", folder.toString()))
        .hasMessageNotContaining("fill or remove");
  }

  @Test
  void aGalleryOfOneClassIsRefused() throws IOException {
    touch("train/a/1.jpg", "train/a/2.jpg", "val/a/1.jpg");

    assertThatThrownBy(() -> list(GalleryClasses.ALL, MissingClasses.REFUSE))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("all its 2 images are of one class, a, so that")
        .hasMessageEndingWith(
            "for each class, perhaps file:" + folder + "; --classes-of-val takes it as it is");
    assertThat(list(GalleryClasses.OF_VAL, MissingClasses.REFUSE).gallery().size()).isEqualTo(2);
  }

  @Test
  void refusesQueryClassesThatTheGalleryLacks() throws IOException {
    touch("train/a/1.jpg", "train/c/1.jpg", "val/a/1.jpg", "val/b/1.jpg");

    assertThatThrownBy(() -> list(GalleryClasses.ALL, MissingClasses.REFUSE))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("1 of 2 query classes has no gallery images")
        .hasMessageContaining(": b;");
    assertThat(list(GalleryClasses.ALL, MissingClasses.ALLOW).gallery().size()).isEqualTo(2);
  }

  @Test
  void queriesThatMayLieALevelDeeperAreNamed() throws IOException {
    touch("train/a/1.jpg", "train/b/1.jpg", "val/birds/a/1.jpg", "val/birds/b/1.jpg");

    assertThatThrownBy(() -> list(GalleryClasses.ALL, MissingClasses.REFUSE))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "birds (if the folders in it are the classes, give --val file:%s/val/birds)", folder);
    touch("val/birds/test/a/1.jpg", "val/birds/train/b/1.jpg");
    Files.delete(folder.resolve("val/birds/a/1.jpg"));
    Files.delete(folder.resolve("val/birds/b/1.jpg"));
    Files.delete(folder.resolve("val/birds/a"));
    Files.delete(folder.resolve("val/birds/b"));
    assertThatThrownBy(() -> list(GalleryClasses.ALL, MissingClasses.REFUSE))
        .hasMessageContaining(
            "give --val file:%s/val/birds/test or file:%s/val/birds/train)", folder, folder);
  }

  @Test
  void aGalleryOfNumbersWantsTheirNames() throws IOException {
    touch("train/0/1.jpg", "train/1/1.jpg", "val/a/1.jpg");

    assertThatThrownBy(() -> list(GalleryClasses.ALL, MissingClasses.REFUSE))
        .hasMessageContaining("a (the gallery's classes are numbers; --class-list names them);");
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
    return image.path().substring((folder + "/val/").length());
  }

  private static org.assertj.core.groups.Tuple row(Object... values) {
    return org.assertj.core.groups.Tuple.tuple(values);
  }
}
