package dev.chmcorr.job.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.DataOptions.GalleryClasses;
import dev.chmcorr.job.input.DataOptions.MissingClasses;
import dev.chmcorr.job.listing.ImageInput;
import dev.chmcorr.job.listing.ImageListing;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.lists.ListOptions;
import dev.chmcorr.job.lists.TableColumns;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.job.shards.TableFile;
import dev.chmcorr.shard.RawTar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists of images that lie elsewhere, CUB as it is downloaded, photographs without classes. */
class ImageListSparkTest {
  private static final List<String> NAMES =
      List.of("a b/10.jpg", "a b/2.jpg", "wren/deep/x.jpg", "wren/\u00fc.jpg");

  @TempDir private Path folder;
  private final LocalSpark spark = new LocalSpark();
  private InputOptions options = InputOptions.DEFAULT;

  @Test
  void aListOfAFolderGivesWhatTheFolderGives() throws IOException {
    touch("train", NAMES);
    List<String> lines = new ArrayList<>(NAMES);
    Collections.shuffle(lines, new Random(1));
    StringBuilder csv = new StringBuilder("path,class\n");
    StringBuilder json = new StringBuilder();
    TableFile table =
        new TableFile("optional binary file_name (STRING); optional binary label (STRING);");
    for (String name : lines) {
      String className = name.substring(0, name.indexOf('/'));
      csv.append("train/").append(name).append(',').append(className).append('\n');
      json.append(
          "{\"file\": \"file:%s/train/%s\", \"label\": \"%s\"}\n"
              .formatted(folder, name, className));
      table.row(
          row ->
              row.append("file_name", Binary.fromString(folder + "/train/./" + name))
                  .append("label", Binary.fromString(className)));
    }
    Files.writeString(folder.resolve("list.csv"), csv);
    Files.createDirectories(folder.resolve("far"));
    Files.writeString(folder.resolve("far/list.jsonl"), json);
    table.write(folder.resolve("far/list.parquet"));
    ImageListing expected = list("--train", "train");
    assertThat(expected.size()).isEqualTo(NAMES.size());

    for (String file : List.of("list.csv", "far/list.jsonl", "far/list.parquet")) {
      ImageListing listing = list("--train", file);
      assertThat(listing.images()).as(file).isEqualTo(expected.images());
      assertThat(names(listing)).as(file).isEqualTo(names(expected));
      assertThat(listing.source()).isEqualTo("file:" + folder + "/" + file);
    }
  }

  @Test
  void filesThatAreNotThereKeepTheirIds() throws IOException {
    touch("x", List.of("a.jpg"));
    Files.writeString(
        folder.resolve("l.csv"), "path,class\nx/a.jpg,wren\nx/b.jpg,wren\nnone/c.jpg,wren\n");

    List<ImageRef> images = list("--train", "l.csv").images();

    assertThat(images)
        .extracting(image -> image.version().isKnown())
        .containsExactly(false, true, false);
    assertThat(spark.progress())
        .contains("2 of 3 files of file:" + folder + "/l.csv are not there, such as file:")
        .contains("x/b.jpg (line 3 of l.csv)");
    Files.writeString(folder.resolve("l.csv"), "path,class\nb.jpg,wren\n");
    assertThatThrownBy(() -> list("--train", "l.csv"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("none of its 1 file is there, such as file:" + folder + "/b.jpg");
  }

  @Test
  void pathsOfWindowsLeadToFiles() throws IOException {
    touch("wren", List.of("a.jpg", "b.jpg"));
    touch(".", List.of("wren\\b.jpg"));
    Files.writeString(
        folder.resolve("l.csv"),
        "path,class\n.\\wren\\a.jpg,wren\nwren\\b.jpg,finch\nwren/b.jpg,wren\n");

    assertThat(list("--train", "l.csv").images())
        .extracting(image -> image.className() + " " + image.path())
        .containsExactly(
            "finch " + folder + "/wren\\b.jpg",
            "wren " + folder + "/wren/a.jpg",
            "wren " + folder + "/wren/b.jpg");
    assertThat(spark.progress()).contains("list: 1 path of l.csv has \\, read as /");

    Files.writeString(folder.resolve("l.csv"), "path,class\nC:\\birds\\wren\\a.jpg,wren\n");
    assertThatThrownBy(() -> list("--train", "l.csv"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("C:\\birds\\wren\\a.jpg (line 2 of l.csv)")
        .hasMessageEndingWith(
            "start from the list's folder, and have / where Windows has \\, without the letter of a drive");
  }

  @Test
  void rowsOfATableWithoutPathOrClassAreNamed() throws IOException {
    TableFile table =
        new TableFile("optional binary file_name (STRING); optional binary label (STRING);")
            .row(row -> row.append("file_name", "a.jpg").append("label", "wren"))
            .row(row -> row.append("file_name", "b.jpg").append("label", "  "));
    table.write(folder.resolve("t.parquet"));
    assertThatThrownBy(() -> list("--train", "t.parquet"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("1 of its 2 images has no class, the first in row 2 of t.parquet");

    table.row(row -> row.append("file_name", "").append("label", "wren"));
    table.write(folder.resolve("u.parquet"));
    assertThatThrownBy(() -> list("--val", "u.parquet"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("row 3 of u.parquet has no file_name");
  }

  @Test
  void manyFilesOfAFolderAreFoundAtOnce() throws IOException {
    List<String> names = IntStream.range(0, 40).mapToObj(i -> "%02d.jpg".formatted(i)).toList();
    touch("x", names);
    StringBuilder csv = new StringBuilder("path,class\nx/none.jpg,wren\n");
    names.forEach(name -> csv.append("x/").append(name).append(",wren\n"));
    Files.writeString(folder.resolve("l.csv"), csv);

    assertThat(list("--train", "l.csv").images())
        .filteredOn(image -> image.version().isKnown())
        .hasSize(40)
        .extracting(ImageRef::version)
        .contains(version(folder.resolve("x/07.jpg")));
  }

  private FileVersion version(Path file) throws IOException {
    FileStatus status =
        spark.context().store().require("", spark.context().store().path(file.toString()));
    return new FileVersion(status.getLen(), status.getModificationTime());
  }

  @Test
  void anImageThatIsNamedTwiceCountsOnce() throws IOException {
    touch("x", List.of("a.jpg"));
    Files.writeString(folder.resolve("l.csv"), "path,class\nx/a.jpg,wren\n./x/a.jpg,wren\n");
    assertThat(list("--train", "l.csv").images()).hasSize(1);
    assertThat(spark.progress()).contains("1 line of ").contains("names an image again");

    Files.writeString(folder.resolve("l.csv"), "path,class\nx/a.jpg,wren\n./x/a.jpg,finch\n");
    assertThatThrownBy(() -> list("--train", "l.csv"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("line 2 of l.csv and line 3 of l.csv give file:")
        .hasMessageEndingWith("two classes, wren and finch");
  }

  @Test
  void theGalleryNeedsClasses() throws IOException {
    touch("x", List.of("a.jpg", "b.jpg"));
    Files.writeString(folder.resolve("l.csv"), "path,class\nx/a.jpg,wren\nx/b.jpg,\n");

    assertThatThrownBy(() -> list("--train", "l.csv"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("1 of its 2 images has no class, the first in line 3 of l.csv");
    assertThat(list("--val", "l.csv").images())
        .extracting(ImageRef::className)
        .containsExactly("wren", null);
    assertThatThrownBy(() -> list("--train", "x"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "it has no class folders, so its images have no classes; give the folder");
  }

  @Test
  void numbersOfAListGetNames() throws IOException {
    touch("x", List.of("a.jpg", "b.jpg"));
    Files.writeString(folder.resolve("l.txt"), "x/a.jpg 0\nx/b.jpg 1\n");
    Files.writeString(folder.resolve("names.txt"), "wren\nfinch\n");
    assertThat(list("--train", "l.txt").images())
        .extracting(ImageRef::className)
        .containsExactly("0", "1");

    options = options.with(new ListOptions(null, null, null, folder + "/names.txt"));

    assertThat(list("--train", "l.txt").images())
        .extracting(ImageRef::className)
        .containsExactly("finch", "wren");
  }

  @Test
  void cubIsReadAsItIsDownloaded() throws IOException {
    String albatross = "001.Black_footed_Albatross/Black_footed_";
    cub(
        List.of("002.Laysan_Albatross/L_1.jpg", albatross + "2.jpg", albatross + "1.jpg"),
        "1 0\n2 1\n3 0\n");
    touch("sorted", List.of("002.Laysan_Albatross/L_1.jpg", albatross + "1.jpg"));

    ImageListing queries = list("--val", "cub:" + folder + "/cub");
    ImageListing sorted = list("--val", "sorted");

    assertThat(names(queries)).isEqualTo(names(sorted));
    assertThat(queries.images())
        .extracting(image -> image.label() + image.className())
        .isEqualTo(
            sorted.images().stream().map(image -> image.label() + image.className()).toList());
    assertThat(names(list("--train", "cub:" + folder + "/cub")))
        .containsExactly(albatross + "2.jpg");
    assertThat(queries.source()).isEqualTo("cub:file:" + folder + "/cub");
    Files.writeString(folder.resolve("cub/train_test_split.txt"), "1 0\n2 1\n");
    assertThatThrownBy(() -> list("--val", "cub:" + folder + "/cub"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("train_test_split.txt has no line for 3");
    assertThatThrownBy(() -> list("--val", "cub:" + folder + "/sorted"))
        .hasMessageContaining("it has no classes.txt; give the folder that has images.txt");
  }

  @Test
  void cubsClassesHaveNamesOfTheirOwn() throws IOException {
    cub(List.of("001.A/1.jpg", "002.B/2.jpg"), "1 1\n2 1\n");
    Files.writeString(folder.resolve("cub/classes.txt"), "1 Albatross\n2 Albatross\n");

    assertThatThrownBy(() -> list("--train", "cub:" + folder + "/cub"))
        .isInstanceOf(UserException.class)
        .hasMessageEndingWith(
            "classes.txt calls both class 1 and class 2 Albatross; give each a name of its own");
  }

  private void cub(List<String> names, String split) throws IOException {
    touch("cub/images", names);
    StringBuilder images = new StringBuilder();
    StringBuilder labels = new StringBuilder();
    for (String name : names) {
      images.append("%d %s\n".formatted(names.indexOf(name) + 1, name));
      labels.append("%d %d\n".formatted(names.indexOf(name) + 1, name.startsWith("001") ? 1 : 2));
    }
    Files.writeString(folder.resolve("cub/images.txt"), images);
    Files.writeString(folder.resolve("cub/image_class_labels.txt"), labels);
    Files.writeString(folder.resolve("cub/train_test_split.txt"), split);
    Files.writeString(
        folder.resolve("cub/classes.txt"),
        "1 001.Black_footed_Albatross\n2 002.Laysan_Albatross\n");
  }

  @Test
  void photographsNeedNoClasses() throws IOException {
    touch("p", List.of("b.jpg", "a.PNG", "._a.PNG", "note.doc"));

    ImageListing listing = list("--val", "p");

    assertThat(names(listing)).containsExactly("a.PNG", "b.jpg");
    assertThat(listing.images()).extracting(ImageRef::className).containsOnlyNulls();
    assertThat(listing.images()).allMatch(image -> image.version().isKnown());
    assertThat(spark.progress()).contains("passed over 1 hidden file or folder, in all 1 image,");
    assertThat(names(list("--val", "p/b.jpg"))).containsExactly("b.jpg");
    assertThat(names(list("--val", "p/?.*"))).containsExactly("a.PNG", "b.jpg");
  }

  @Test
  void labelsMakeAFlatFolderOneOfClasses() throws IOException {
    touch("flat", List.of("x_1.JPEG", "x_2.JPEG", "x_3.JPEG"));
    touch("sorted", List.of("n02/x_1.JPEG", "n01/x_2.JPEG", "n02/x_3.JPEG"));
    Files.writeString(folder.resolve("truth.txt"), "2\n1\n2\n");
    Files.writeString(folder.resolve("synsets.txt"), "n01\nn02\n");
    options =
        options.with(new ListOptions(null, null, folder + "/truth.txt", folder + "/synsets.txt"));

    ImageListing listing = list("--val", "flat");

    options = InputOptions.DEFAULT;
    ImageListing sorted = list("--val", "sorted");
    assertThat(names(listing)).isEqualTo(names(sorted));
    assertThat(listing.images())
        .extracting(ImageRef::label)
        .isEqualTo(sorted.images().stream().map(ImageRef::label).toList());
    assertThat(listing.images().get(0).path()).isEqualTo(folder + "/flat/x_2.JPEG");
  }

  @Test
  void optionsThatNothingLooksAtAreRefused() throws IOException {
    touch("d", List.of("wren/a.jpg"));
    assertRefused(
        InputOptions.DEFAULT.with(new TableColumns(null, "x", null)),
        "Unsupported --label-column x: neither --train nor --val has what it is for");
    assertRefused(
        InputOptions.DEFAULT.with(new ListOptions(null, "test", null, null)),
        "Unsupported --val-split test: file:" + folder + "/d is no list and no table");
    assertRefused(
        InputOptions.DEFAULT.with(new ListOptions(null, null, null, "x.txt")),
        "Unsupported --class-list x.txt: ");
  }

  private void assertRefused(InputOptions input, String message) {
    assertThatThrownBy(() -> DataSet.list(spark.context(), data("d", "d").with(input)))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void classesOfQueriesWithoutClassesAreNone() throws IOException {
    touch("d", List.of("wren/a.jpg", "finch/b.jpg"));
    touch("p", List.of("a.jpg"));

    DataSet data = DataSet.list(spark.context(), data("d", "p"));

    assertThat(data.gallery().size()).isEqualTo(2);
    assertThat(spark.progress()).contains("2 gallery images in 2 classes, 1 query without classes");
    DataOptions ofVal = data("d", "p").of(folder + "/d", folder + "/p", GalleryClasses.OF_VAL);
    assertThatThrownBy(() -> DataSet.list(spark.context(), ofVal))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Unsupported --classes-of-val: the images of file:%s/p have no classes", folder);
  }

  @Test
  void manyTarsAndFoldersAreRead() throws IOException {
    for (int i = 0; i < 40; i++) {
      InputForms.write(
          folder.resolve("tars/%02d.tar".formatted(i)),
          new RawTar().add("wren/%02d.jpg".formatted(i), "x"));
      touch("folders", List.of("class-%02d/a.jpg".formatted(i)));
    }

    assertThat(list("--train", "tars").images()).hasSize(40);
    assertThat(list("--train", "folders").images()).hasSize(40);
  }

  private DataOptions data(String train, String val) {
    return new DataOptions(
        folder + "/" + train,
        folder + "/" + val,
        GalleryClasses.ALL,
        MissingClasses.REFUSE,
        OnError.RECORD);
  }

  private ImageListing list(String what, String text) throws IOException {
    String source = text.startsWith("cub:") ? text : folder + "/" + text;
    ImageInput input = ImageInput.of(spark.context().store(), what, source);
    return ImageLister.list(spark.context(), input, options, null);
  }

  private void touch(String root, List<String> names) throws IOException {
    for (String name : Set.copyOf(names)) {
      Path file = folder.resolve(root).resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "x");
    }
  }

  private static List<String> names(ImageListing listing) {
    return listing.images().stream().map(listing::name).toList();
  }
}
