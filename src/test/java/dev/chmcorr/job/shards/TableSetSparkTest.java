package dev.chmcorr.job.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.DataOptions;
import dev.chmcorr.job.input.DataSet;
import dev.chmcorr.job.input.ImageLister;
import dev.chmcorr.job.input.OnError;
import dev.chmcorr.job.listing.ImageInput;
import dev.chmcorr.job.listing.ImageListing;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.lists.ListOptions;
import dev.chmcorr.job.lists.TableColumns;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.store.StoredImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables as other programs write them: which columns are taken, and what is refused. */
class TableSetSparkTest {
  private static final String IMAGE = "optional binary image;";
  private static final String LABELLED = IMAGE + "optional int64 label;";
  private static final String NAMES =
      "{\"info\": {\"features\": {\"image\": {\"_type\": \"Image\"}, \"label\": {\"names\": [\"wren\", \"crane\", \"a/b\", \"crane\"], \"_type\": \"ClassLabel\"}}}}";

  @TempDir private Path folder;
  private final LocalSpark spark = new LocalSpark();
  private InputOptions options;

  @Test
  void columnsThatAreNotNeededMayBeOfAnyType() throws IOException {
    new TableFile(
            "optional int64 taken (TIMESTAMP(NANOS,true)); optional int96 old;"
                + "optional group boxes (LIST) {repeated group list {optional float element;}}"
                + "optional group image {optional binary bytes; optional binary path (STRING);}"
                + "optional fixed_len_byte_array(2) half (FLOAT16); optional int32 day (DATE);"
                + "optional int32 label (INTEGER(8,false)); optional boolean seen;")
        .row(
            row -> {
              row.append("taken", 1L).append("old", Binary.fromConstantByteArray(new byte[12]));
              row.addGroup("boxes").addGroup("list").append("element", 1f);
              row.addGroup("image").append("bytes", bytes("ten")).append("path", "x/b.jpg");
              row.append("half", Binary.fromConstantByteArray(new byte[2])).append("day", 1);
              row.append("label", 10).append("seen", true);
            })
        .row(row -> add(row.addGroup("image"), "two", row))
        .write(folder.resolve("t.parquet"));

    ImageListing listing = list("--train", "t.parquet");

    assertThat(listing.images()).extracting(ImageRef::className).containsExactly("2", "10");
    assertThat(contents(listing)).containsExactly("two", "ten");
    assertThat(listing.name(listing.images().get(1))).isEqualTo("10/b.jpg");
    assertThat(spark.progress())
        .contains("images from image.bytes, classes from label, named by image.path");
  }

  private static void add(Group image, String content, Group row) {
    image.append("bytes", bytes(content));
    row.append("label", 2);
  }

  @Test
  void classesAreNamedByTheFile() throws IOException {
    TableFile table = new TableFile(LABELLED).metadata("huggingface", NAMES);
    for (long label : new long[] {3, 0, 2, 1}) {
      table.row(row -> row.append("image", bytes("i" + label)).append("label", label));
    }
    table.write(folder.resolve("train.parquet"));
    table.row(row -> row.append("image", bytes("unknown")).append("label", -1L));
    table.write(folder.resolve("test.parquet"));

    ImageListing listing = list("--train", "train.parquet");

    assertThat(listing.images())
        .extracting(ImageRef::className)
        .containsExactly("wren", "crane (1)", "a/b", "crane (3)");
    assertThat(contents(listing)).containsExactly("i0", "i1", "i2", "i3");
    assertThat(list("--val", "test.parquet").images())
        .extracting(ImageRef::className)
        .containsExactly("wren", "crane (1)", "a/b", "crane (3)", null);
    assertThat(list("--train", "train.parquet", Set.of("crane (3)", "wren")).images())
        .extracting(image -> image.label() + " " + image.className())
        .containsExactly("0 wren", "1 crane (3)");
    assertThatThrownBy(() -> list("--train", "test.parquet"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "1 of its 5 rows has no class in label, the first is row 5 of test.parquet");
  }

  @Test
  void columnsAreChosenByOptions() throws IOException {
    new TableFile(
            "optional group shot {optional binary data; optional binary thumb;}"
                + "optional int64 fine_label; optional int64 coarse_label; optional binary n (STRING);")
        .row(
            row -> {
              row.addGroup("shot").append("data", bytes("large")).append("thumb", bytes("small"));
              row.append("fine_label", 7L).append("coarse_label", 1L).append("n", "a.jpg");
            })
        .write(folder.resolve("t.parquet"));

    assertThatThrownBy(() -> list("--train", "t.parquet"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "its columns fine_label, coarse_label may all have the classes; choose by --label-column");
    options = options().with(new TableColumns(null, "Fine Label", null));
    assertThatThrownBy(() -> list("--train", "t.parquet"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "name it by --image-column or --path-column; it has shot.data binary");

    options = options().with(new TableColumns("shot.data", "fine_label", "n"));
    ImageListing listing = list("--train", "t.parquet");

    assertThat(contents(listing)).containsExactly("large");
    assertThat(listing.name(listing.images().get(0))).isEqualTo("7/a.jpg");
    options = options().with(new TableColumns("shot.data", "n", "none"));
    assertThat(list("--train", "t.parquet").images())
        .extracting(ImageRef::className)
        .containsExactly("a.jpg");
  }

  @Test
  void classesOfOtherTypesAreRefusedByName() throws IOException {
    Map<String, String> types =
        Map.of(
            "optional double label;", "label has the type double",
            "optional boolean label;", "label has the type boolean",
            "optional group labels (LIST) {repeated group list {optional int64 element;}}",
                "labels has the type list");
    for (Map.Entry<String, String> type : types.entrySet()) {
      new TableFile(IMAGE + type.getKey())
          .row(row -> row.append("image", bytes("x")))
          .write(folder.resolve(type.getValue().hashCode() + ".parquet"));
      assertThatThrownBy(() -> list("--val", type.getValue().hashCode() + ".parquet"))
          .isInstanceOf(UserException.class)
          .hasMessageContaining(type.getValue() + " (must be text or a whole number for classes)");
    }
  }

  @Test
  void rowsWithoutClassOrImageAreCounted() throws IOException {
    new TableFile(IMAGE + "optional binary class (STRING);")
        .row(row -> row.append("image", bytes("a")).append("class", "wren"))
        .row(row -> row.append("class", "wren"))
        .row(row -> row.append("image", bytes("b")))
        .write(folder.resolve("t.parquet"));

    ImageListing queries = list("--val", "t.parquet");

    assertThat(queries.images())
        .extracting(ImageRef::className)
        .containsExactly("wren", "wren", null);
    assertThat(queries.name(queries.images().get(2))).isEqualTo("t.parquet-0000000002.jpg");
    assertThat(contents(queries)).containsExactly("a", "", "b");
    assertThat(spark.progress())
        .contains("1 of 3 rows of file:" + folder + "/t.parquet has no image in image");
    assertThatThrownBy(() -> list("--train", "t.parquet"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot use --train file:%s/t.parquet: 1 of its 3 rows has no class in class, the first is row 3 of t.parquet",
            folder);
  }

  @Test
  void emptyClassesAndPathsAreNone() throws IOException {
    String columns = IMAGE + "optional binary class (STRING); optional binary path (STRING);";
    TableFile queries = new TableFile(columns);
    add(queries, "a", "wren", "x/a.jpg");
    add(queries, "b", "", "x/b.jpg");
    add(queries, "c", " \t", "x/c.jpg");
    add(queries, "d", "wren", "");
    add(queries, "e", "wren", "x/wren/");
    queries.write(folder.resolve("t.parquet"));

    ImageListing listing = list("--val", "t.parquet");

    assertThat(listing.images())
        .extracting(image -> image.className() + " " + listing.name(image))
        .containsExactly(
            "wren wren/a.jpg",
            "wren wren/t.parquet-0000000003.jpg",
            "wren wren/t.parquet-0000000004.jpg",
            "null b.jpg",
            "null c.jpg");
    assertThat(spark.progress())
        .contains(
            "2 of 5 rows of file:" + folder + "/t.parquet have no name in path, the first is row 4")
        .contains("named by file and row");
    assertThatThrownBy(() -> list("--train", "t.parquet"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "2 of its 5 rows have no class in class, the first is row 2 of t.parquet");
  }

  private static void add(TableFile table, String image, String className, String path) {
    table.row(
        row -> row.append("image", bytes(image)).append("class", className).append("path", path));
  }

  @Test
  void twoImagesOfOneNameAreRefusedBeforeUnpacking() throws IOException {
    new TableFile(LABELLED + "optional binary url (STRING);")
        .row(row -> row.append("image", bytes("a")).append("label", 1L).append("url", "a/x.jpg"))
        .row(row -> row.append("image", bytes("b")).append("label", 1L).append("url", "b/x.jpg"))
        .write(folder.resolve("t.parquet"));

    assertThatThrownBy(() -> list("--train", "t.parquet"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "2 images have the name 1/x.jpg; choose another column by --path-col");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void filesMustBeAlikeAndWhole() throws IOException {
    TableFile numbers = new TableFile(LABELLED);
    numbers.row(row -> row.append("image", bytes("a")).append("label", 3_000_000_000L));
    numbers.write(folder.resolve("ints/b.parquet"));
    new TableFile(IMAGE + "optional int32 label;")
        .row(row -> row.append("image", bytes("b")).append("label", 2))
        .write(folder.resolve("ints/a.parquet"));
    assertThat(list("--train", "ints").images())
        .extracting(ImageRef::className)
        .containsExactly("2", "3000000000");

    TableFile named = new TableFile(LABELLED).metadata("huggingface", NAMES);
    named.row(row -> row.append("image", bytes("a")).append("label", 0L));
    named.write(folder.resolve("names/a.parquet"));
    TableFile renamed =
        new TableFile(LABELLED)
            .metadata("huggingface", NAMES.replace("\"wren\", \"crane\"", "\"crane\", \"wren\""));
    renamed.row(row -> row.append("image", bytes("b")).append("label", 0L));
    renamed.write(folder.resolve("names/b.parquet"));
    assertThatThrownBy(() -> list("--train", "names"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "its files differ: the names of the classes in column label are wren, crane (1), a/b, crane (3) in a.parquet, crane (0), wren, a/b, crane (3) in b.parquet");

    numbers.write(folder.resolve("other/a.parquet"));
    new TableFile(IMAGE + "optional binary label (STRING);")
        .write(folder.resolve("other/b.parquet"));
    assertThatThrownBy(() -> list("--train", "other"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot use table file:%s/other: its files differ: column label is bigint in a.parquet, string in b.parquet",
            folder);

    numbers.write(folder.resolve("text/b.parquet"));
    new TableFile(IMAGE + "optional binary label (STRING);")
        .write(folder.resolve("text/a.parquet"));
    assertThatThrownBy(() -> list("--train", "text"))
        .hasMessageContaining("column label is string in a.parquet, bigint in b.parquet");

    assertDamaged("lfs", "version https://git-lfs.github.com/spec/v1\n", "a pointer of Git LFS");
    assertDamaged("none", "", "it is empty");
    assertDamaged("text", "hello", "it is not a Parquet file");
    byte[] whole = Files.readAllBytes(folder.resolve("other/a.parquet"));
    Files.createDirectories(folder.resolve("cut"));
    Files.write(folder.resolve("cut/x.parquet"), Arrays.copyOf(whole, whole.length - 9));
    assertThatThrownBy(() -> list("--train", "cut"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("cut/x.parquet: it is a damaged or unfinished Parquet file: ")
        .hasMessageNotContaining("\n");
  }

  private void assertDamaged(String name, String content, String message) throws IOException {
    Files.createDirectories(folder.resolve(name));
    Files.writeString(folder.resolve(name + "/x.parquet"), content);
    assertThatThrownBy(() -> list("--train", name))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Cannot read --train file:" + folder + "/" + name + "/x.parquet: ")
        .hasMessageContaining(message);
  }

  @Test
  void bothTablesAreLookedAtBeforeEitherIsUnpacked() throws IOException {
    new TableFile(LABELLED)
        .row(row -> row.append("image", bytes("a")).append("label", 1L))
        .write(folder.resolve("val.parquet"));
    new TableFile(LABELLED)
        .row(row -> row.append("image", bytes("a")))
        .write(folder.resolve("train.parquet"));
    DataOptions data =
        new DataOptions(
                folder + "/train.parquet",
                folder + "/val.parquet",
                DataOptions.GalleryClasses.ALL,
                DataOptions.MissingClasses.REFUSE,
                OnError.RECORD)
            .with(options());

    assertThatThrownBy(() -> DataSet.list(spark.context(), data))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("1 of its 1 row has no class in label");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aTableOfManyFilesIsRead() throws IOException {
    for (int i = 0; i < 40; i++) {
      long label = i % 2;
      new TableFile(LABELLED)
          .row(row -> row.append("image", bytes("x")).append("label", label))
          .write(folder.resolve("t/part-%02d.parquet".formatted(i)));
    }

    assertThat(list("--train", "t").images()).hasSize(40);
  }

  @Test
  void oneSplitIsTaken() throws IOException {
    TableFile table = new TableFile(LABELLED + "optional binary split (STRING);");
    for (String split : List.of("train", "test")) {
      table.row(
          row -> row.append("image", bytes(split)).append("label", 1L).append("split", split));
    }
    table.write(folder.resolve("t.parquet"));
    assertThatThrownBy(() -> list("--train", "t.parquet"))
        .hasMessageContaining("the splits test (1), train (1); choose one by --train-split");

    options = options().with(new ListOptions("train", "test", null, null));

    assertThat(contents(list("--train", "t.parquet"))).containsExactly("train");
    assertThat(contents(list("--val", "t.parquet"))).containsExactly("test");
  }

  private static Binary bytes(String text) {
    return Binary.fromString(text);
  }

  private InputOptions options() {
    return InputOptions.unpackedTo(folder + "/out");
  }

  private ImageListing list(String what, String table) throws IOException {
    return list(what, table, null);
  }

  private ImageListing list(String what, String table, Set<String> only) throws IOException {
    JobContext context = spark.context();
    ImageInput input = ImageInput.of(context.store(), what, folder + "/" + table);
    return ImageLister.list(context, input, options == null ? options() : options, only);
  }

  private List<String> contents(ImageListing listing) {
    return listing.images().stream().map(this::content).toList();
  }

  private String content(ImageRef image) {
    try {
      byte[] bytes = new StoredImages(spark.context().store()).read(image.path(), 100, Map.of());
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
