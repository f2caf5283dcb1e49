package dev.chmcorr.job.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.HiddenFiles;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.input.DataOptions;
import dev.chmcorr.job.input.DataOptions.GalleryClasses;
import dev.chmcorr.job.input.DataOptions.MissingClasses;
import dev.chmcorr.job.input.DataSet;
import dev.chmcorr.job.input.ImageLister;
import dev.chmcorr.job.input.ImageReader;
import dev.chmcorr.job.input.ImageRules;
import dev.chmcorr.job.input.InputForms;
import dev.chmcorr.job.input.OnError;
import dev.chmcorr.job.listing.ImageInput;
import dev.chmcorr.job.listing.ImageListing;
import dev.chmcorr.job.lists.FileOptions;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.lists.ListOptions;
import dev.chmcorr.job.lists.TableColumns;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.shard.RawTar;
import dev.chmcorr.store.Storage;
import dev.chmcorr.store.StoredImages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardListingSparkTest {
  @TempDir private Path folder;
  private final LocalSpark spark = new LocalSpark();

  @Test
  void numbersImagesOfAllShardsInImageFolderOrder() throws IOException {
    tar("s/2.tar", new RawTar().add("c/a-b/3.jpg", "").add("c/a/z/1.jpg", "").add("c/z.jpg", ""));
    tar("s/1.tar", new RawTar().add("B/ü 1.webp", "").add("c/a/2.jpg", "").add("c/Y.PNG", ""));
    tar("s/3.tar", new RawTar().add("c/notes.txt", ""));

    ImageListing listing = list("s");

    assertThat(names(listing))
        .containsExactly(
            "B/ü 1.webp", "c/Y.PNG", "c/z.jpg", "c/a/2.jpg", "c/a-b/3.jpg", "c/a/z/1.jpg");
    assertThat(listing.images()).extracting(ImageRef::id, ImageRef::label).contains(tuple(5, 1));
    assertThat(listing.images().get(2).path()).isEqualTo(folder + "/s/2.tar!/1536+0/c/z.jpg");
  }

  @Test
  void aFolderAroundAllClassesIsNoClass() throws IOException {
    tar("s/1.tar", new RawTar().add("./train/b/1.jpg", "").add("train/b/x/2.jpg", ""));
    tar("s/2.tar", new RawTar().add("train/a/1.jpg", ""));

    assertThat(names(list("s"))).containsExactly("a/1.jpg", "b/1.jpg", "b/x/2.jpg");
  }

  @Test
  void numbersOfClassesAreOrderedByValue() throws IOException {
    tar(
        "s/1.tar",
        new RawTar().add("x.cls", "10").add("x.jpg", "").add("y.cls", "2").add("y.jpg", ""));
    tar("s/2.tar", new RawTar().add("z.cls", "002\n").add("z.jpg", ""));
    tar("t.tar", new RawTar().add("10/x.jpg", "").add("2/y.jpg", ""));

    assertThat(names(list("s"))).containsExactly("2/y.jpg", "2/z.jpg", "10/x.jpg");
    assertThat(list("s").images()).extracting(ImageRef::label).containsExactly(0, 0, 1);
    assertThat(names(list("t.tar"))).containsExactly("10/x.jpg", "2/y.jpg");
  }

  @Test
  void restrictsTheGalleryToTheQueriesClasses() throws IOException {
    tar("train/a.tar", new RawTar().add("a_1.jpg", ""));
    tar("train/b.tar", new RawTar().add("b_1.jpg", ""));
    tar("train/c.tar", new RawTar().add("c_1.jpg", ""));
    tar("val.tar", new RawTar().add("k.jpg", "").add("k.cls", "b"));

    DataSet data =
        DataSet.list(spark.context(), options("train", "val.tar", GalleryClasses.OF_VAL));

    String tar = folder + "/train/b.tar";
    long modified = Path.of(tar).toFile().lastModified();
    assertThat(data.gallery().images())
        .containsExactly(
            new ImageRef(0, tar + "!/512+0/b/b_1.jpg", "b", 0, new FileVersion(0, modified)));
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    tar("double/1.tar", new RawTar().add("c/a.jpg", "x"));
    tar("double/2.tar", new RawTar().add("c/0.jpg", "").add("c/a.jpg", "y"));
    tar("mixed/1.tar", new RawTar().add("c/a.jpg", ""));
    tar("mixed/2.tar", new RawTar().add("a.jpg", ""));
    tar("flat.tar", new RawTar().add("a.jpg", ""));
    tar("empty.tar", new RawTar());
    byte[] whole = new RawTar().add("c/a.jpg", "a".repeat(2000)).end();
    Files.createDirectories(folder.resolve("cut"));
    Files.write(folder.resolve("cut/1.tar"), whole);
    Files.write(folder.resolve("cut/2.tar"), Arrays.copyOf(whole, 1000));

    String root = "file:" + folder;
    assertRefused(
        "double",
        "Cannot read %s/double: two images have the name c/a.jpg: %s/double/1.tar!/512+1/c/a.jpg and %s/double/2.tar!/1024+1/c/a.jpg"
            .formatted(root, root, root));
    assertRefused(
        "mixed",
        "Cannot list --train %s/mixed: %s/mixed/1.tar has class folders, %s/mixed/2.tar has images without labels"
            .formatted(root, root, root));
    assertRefused(
        "flat.tar",
        "its 1 image has no labels: they lie in no class folders and have no KEY.cls beside them; only");
    assertRefused("empty.tar", "there are no images in it");
    assertRefused("cut", "Cannot use shard %s/cut/2.tar: it is cut off".formatted(root));
    assertRefused(
        "mixed/{1..3}.tar", "Cannot find shard %s/mixed/3.tar: no such file".formatted(root));
  }

  /** Shards of captions, as img2dataset writes them: their names are no classes. */
  @Test
  void shardsWithoutLabelsHaveNone() throws IOException {
    for (String shard : List.of("00000", "00001")) {
      tar(
          "s/" + shard + ".tar",
          new RawTar().add(shard + "0007.jpg", "").add(shard + "0007.json", "{}"));
    }

    assertRefused("s", "its 2 images have no labels");
    assertRefused("s", "(there are files .json)");
    ImageListing queries = ImageLister.list(spark.context(), "--val", folder + "/s");
    assertThat(names(queries)).containsExactly("000000007.jpg", "000010007.jpg");
    assertThat(queries.unlabelled()).isEqualTo(2);
  }

  /** The same name in two of them: the tar's goes before it. */
  @Test
  void photographsOfTwoTarsMayHaveOneName() throws IOException {
    tar("s/a.tar", new RawTar().add("1.jpg", ""));
    tar("s/b.tar", new RawTar().add("1.jpg", ""));

    ImageListing queries = ImageLister.list(spark.context(), "--val", folder + "/s");

    assertThat(names(queries)).containsExactly("a/1.jpg", "b/1.jpg");
    assertThat(queries.unlabelled()).isEqualTo(2);

    tar("t/1/a.tar", new RawTar().add("1.jpg", ""));
    tar("t/2/a.tar", new RawTar().add("1.jpg", ""));
    assertThatThrownBy(() -> ImageLister.list(spark.context(), "--val", folder + "/t/*/a.tar"))
        .isInstanceOf(UserException.class)
        .hasMessageEndingWith("two images have the name a/1.jpg");
  }

  @Test
  void partsOfADataSetAreNoClasses() throws IOException {
    tar("parts.tar", new RawTar().add("train/1.jpg", "").add("test/1.jpg", ""));

    assertRefused(
        "parts.tar",
        "images lie directly in test, train, which are named as parts of a data set, not as classes");
  }

  @Test
  void foldersAroundAllClassesAreUnwrappedAloud() throws IOException {
    tar("s.tar", new RawTar().add("CUB/images/a/1.jpg", "").add("CUB/images/b/1.jpg", ""));
    tar("splits.tar", new RawTar().add("d/train/a/1.jpg", "").add("d/val/a/1.jpg", ""));

    assertThat(names(list("s.tar"))).containsExactly("a/1.jpg", "b/1.jpg");
    assertThat(spark.progress())
        .containsOnlyOnce("all images lie in CUB/images/, whose folders are the classes");
    assertRefused("splits.tar", "its folders are no classes, those lie deeper, in train, val");
    tar("folds.tar", new RawTar().add("f0/a/1.jpg", "").add("f1/a/1.jpg", ""));
    assertRefused(
        "folds.tar", "no image lies directly in its folders, f0, f1, all lie in folders within");
  }

  /** As of folders: of queries there may be one class, which only its name tells from a folder. */
  @Test
  void foldersAroundQueriesAreUnwrappedByName() throws IOException {
    tar("q.tar", new RawTar().add("val/wren/male/1.jpg", "").add("val/wren/female/2.jpg", ""));

    assertThat(names(list("--val", "q.tar", InputOptions.DEFAULT)))
        .containsExactly("wren/female/2.jpg", "wren/male/1.jpg");
  }

  @Test
  void tarsNamedAsShardsAreNoClasses() throws IOException {
    tar("s/shard_a.tar", new RawTar().add("shard_a_1.jpg", ""));
    tar("s/shard_b.tar", new RawTar().add("shard_b_1.jpg", ""));
    tar("photos.tar", new RawTar().add("photos_1.jpg", "").add("photos_2.jpg", ""));
    tar("c/photoshop.tar", new RawTar().add("photoshop_1.jpg", ""));
    tar("c/wren.tar", new RawTar().add("wren-1.jpg", ""));

    assertRefused("s", "its 2 images have no labels");
    assertThat(list("--val", "photos.tar", InputOptions.DEFAULT).unlabelled()).isEqualTo(2);
    assertThat(names(list("c"))).containsExactly("photoshop/photoshop_1.jpg", "wren/wren-1.jpg");
    assertThat(spark.progress())
        .contains("images begin with the names of their tars, which are the classes (photoshop,");
  }

  /** As ImageNet's validation set is downloaded. */
  @Test
  void aFileHasTheClassesOfATarsImages() throws IOException {
    tar("val.tar", new RawTar().add("val_00000001.JPEG", "").add("val_00000002.JPEG", ""));
    Files.writeString(folder.resolve("truth.txt"), "2\n1\n");
    Files.writeString(folder.resolve("names.txt"), "n01\nn02\n");
    InputOptions labels =
        InputOptions.DEFAULT.with(
            new ListOptions(null, null, folder + "/truth.txt", folder + "/names.txt"));

    ImageListing queries = list("--val", "val.tar", labels);

    assertThat(names(queries)).containsExactly("n01/val_00000002.JPEG", "n02/val_00000001.JPEG");
    assertThat(queries.images())
        .extracting(ImageRef::className, ImageRef::label)
        .containsExactly(tuple("n01", 0), tuple("n02", 1));
  }

  @Test
  void foldersOfQueriesSayNothingIfTheUserSaysSo() throws IOException {
    tar("p.tar", new RawTar().add("photos/2023/a.jpg", "").add("b.jpg", ""));
    tar("l.tar", new RawTar().add("k.jpg", "").add("k.cls", "7"));
    InputOptions none = InputOptions.DEFAULT.with(new ListOptions(null, null, "none", null));

    assertThat(names(list("--val", "p.tar", none))).containsExactly("b.jpg", "photos/2023/a.jpg");
    assertThat(list("--val", "l.tar", none).images())
        .extracting(ImageRef::className)
        .containsOnlyNulls();
  }

  @Test
  void aFileNamesTheNumbersOfTars() throws IOException {
    tar(
        "t.tar",
        new RawTar().add("1.jpg", "").add("1.cls", "1").add("2.jpg", "").add("2.cls", "0"));
    Files.writeString(folder.resolve("names.txt"), "wren\nfinch\n");
    InputOptions named =
        InputOptions.DEFAULT.with(new ListOptions(null, null, null, folder + "/names.txt"));

    assertThat(names(list("--train", "t.tar", named))).containsExactly("finch/1.jpg", "wren/2.jpg");
    tar(
        "u.tar",
        new RawTar().add("1.jpg", "").add("1.cls", "0").add("2.jpg", "").add("2.cls", "-1"));
    assertThatThrownBy(() -> list("--train", "u.tar", named))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot use the tars of the gallery: class -1 stands for none");
  }

  private ImageListing list(String what, String tars, InputOptions options) throws IOException {
    return ImageLister.list(spark.context(), what, folder + "/" + tars, options);
  }

  @Test
  void classesMayBeInAFieldOfJson() throws IOException {
    tar("s.tar", new RawTar().add("1.jpg", "").add("1.json", "{\"bird\": \"wren\"}"));
    tar("q.tar", new RawTar().add("1.jpg", "").add("1.json", "{\"bird\": \"wren\"}"));
    DataOptions options = options("s.tar", "q.tar", GalleryClasses.OF_VAL);

    DataSet set = DataSet.list(spark.context(), options.with(column("bird")));

    assertThat(set.gallery().images()).extracting(ImageRef::className).containsExactly("wren");
    assertThat(set.queries().images()).extracting(ImageRef::className).containsExactly("wren");
    assertThatThrownBy(() -> DataSet.list(spark.context(), options.with(column("fish"))))
        .hasMessageContaining("have no classes");
    assertRefused("s.tar", ", nor is a field of KEY.json named by --label-column; only");
  }

  private static InputOptions column(String label) {
    return InputOptions.DEFAULT.with(new TableColumns(null, label, null));
  }

  @Test
  void whatIsPassedOverIsSaidOnce() throws IOException {
    tar("s/1.tar", new RawTar().add("a/1.jpg", "").add("a/._1.jpg", "").add("b/1.txt", ""));
    tar("s/2.tar", new RawTar().add("b/1.jpg", "").add("__MACOSX/a/._1.jpg", ""));

    assertThat(names(list("s"))).containsExactly("a/1.jpg", "b/1.jpg");
    assertThat(spark.progress())
        .containsOnlyOnce("passed over 2 hidden files and folders, in all 2 images")
        .containsOnlyOnce("passed over 1 file by its ending: 1 .txt");
    InputOptions keep = InputOptions.DEFAULT.with(FileOptions.of(HiddenFiles.KEEP));
    ImageInput input = ImageInput.of(spark.context().store(), "--train", folder + "/s");
    assertThat(names(ImageLister.list(spark.context(), input, keep, null)))
        .containsExactly("__MACOSX/a/._1.jpg", "a/._1.jpg", "a/1.jpg", "b/1.jpg");
  }

  @Test
  void anImageIsReadFromItsShard() throws IOException {
    tar("a b.tar", new RawTar().add("c/a:1.jpg", "one").add("c/b.jpg", "two"));
    List<ImageRef> images = list("a b.tar").images();

    assertThat(images).extracting(this::content).containsExactly("one", "two");
    Files.delete(folder.resolve("a b.tar"));
    assertThatThrownBy(() -> read(images.get(0).path()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a b.tar");
  }

  @Test
  void anotherShardInTheSamePlaceIsNotRead() throws IOException {
    Path shard = folder.resolve("s.tar");
    FileTime then = FileTime.fromMillis(1_000_000_000_000L);
    tar("s.tar", new RawTar().add("c/a.jpg", "one"));
    Files.setLastModifiedTime(shard, then);
    ImageListing listing = list("s.tar");
    String path = listing.images().get(0).path();
    ImageRules rules = new ImageRules(OnError.RECORD, Limits.DEFAULT);
    ImageReader reader = ImageReader.of(spark.context(), new DataSet(listing, listing), rules);
    assertThat(reader.read(path)).asString().isEqualTo("one");

    tar("s.tar", new RawTar().add("c/a.jpg", "two"));
    Files.setLastModifiedTime(shard, FileTime.fromMillis(then.toMillis() + 1));
    assertThatThrownBy(() -> reader.read(path))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "shard file:%s has changed since it was listed: it had 2048 bytes of 2001-09-09T01:46:40Z, it has 2048 bytes of 2001-09-09T01:46:40.001Z",
            shard);
    tar("s.tar", new RawTar().add("c/a.jpg", "two").add("c/b.jpg", ""));
    Files.setLastModifiedTime(shard, then);
    assertThatThrownBy(() -> reader.read(path))
        .hasMessageEndingWith(
            "it had 2048 bytes of 2001-09-09T01:46:40Z, it has 2560 bytes of 2001-09-09T01:46:40Z");
    assertThat(read(path)).asString().isEqualTo("two");
  }

  @Test
  void filesLargerThanTheLimitAreNotRead() throws IOException {
    tar("s.tar", new RawTar().add("c/a.jpg", "four"));
    Path file = Files.write(folder.resolve("a.jpg"), new byte[4]);
    Storage store = spark.context().store();
    for (String path : List.of(list("s.tar").images().get(0).path(), "file:" + file)) {
      assertThat(new StoredImages(store).read(path, 4, Map.of())).hasSize(4);
      assertThatThrownBy(() -> new StoredImages(store).read(path, 3, Map.of()))
          .isInstanceOf(IOException.class)
          .hasMessage("it has 4 bytes (at most 3; --max-image-mib raises the limit)");
    }
  }

  @Test
  void unpacksATableOnceUntilItChanges() throws IOException {
    LocalSpark.session()
        .range(12)
        .selectExpr(
            "id % 3 * 5 as label",
            "concat('key', id) as key",
            "if(id = 7, null, cast(concat('bytes', id) as binary)) as bytes")
        .repartition(2)
        .write()
        .parquet(folder + "/t.parquet");

    ImageListing first = table();
    ImageListing second = table();

    assertThat(first.images()).extracting(ImageRef::className).startsWith("0").endsWith("10");
    assertThat(names(first)).startsWith("0/key0.jpg").contains("5/key7.jpg").hasSize(12);
    assertThat(first.images())
        .filteredOn(image -> first.name(image).equals("10/key11.jpg"))
        .extracting(this::content)
        .containsExactly("bytes11");
    assertThat(second).isEqualTo(first);
    assertThat(first.shards()).hasSize(2);
    assertThat(spark.progress()).containsOnlyOnce("unpack: 12 images in 2 tars");
    Files.setLastModifiedTime(part(), FileTime.fromMillis(1_000_000_000_000L));
    table();
    assertThat(spark.progress().split("unpack: 12 images", -1)).hasSize(3);
  }

  @Test
  void aTableThatWasHalfUnpackedIsUnpackedAgain() throws IOException {
    writeTable("select 'c' as class, 'p/a.jpg' as path, cast('x' as binary) as image");
    table();
    Path unpacked = only(folder.resolve("out/_unpacked"));
    Files.delete(unpacked.resolve("_SUCCESS"));
    Files.write(unpacked.resolve("part-00099.tar"), new RawTar().add("c/old.jpg", "").end());

    assertThat(names(table())).containsExactly("c/a.jpg");
  }

  @Test
  void saysWhatATableLacks() {
    writeTable("select 1.5 as class, 'p' as path, cast('x' as binary) as image");
    assertThatThrownBy(this::table)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("class has the type decimal(2,1) (must be text or a whole number")
        .hasMessageContaining("; it has class decimal(2,1), path string, image binary");
    writeTable("select '..' as class, 'p' as path, cast('x' as binary) as image");
    assertThatThrownBy(this::table).hasStackTraceContaining("it leads out of its folder");
    writeTable("select 'c' as class, 'p' as path, cast('x' as binary) as image where false");
    assertThatThrownBy(this::table).hasMessageContaining("it is empty");
    writeTable("select 'c' as class, 'p' as path, cast('x' as binary) as image");
    assertThatThrownBy(() -> list("t.parquet"))
        .hasMessageContaining(
            "this command reads no Parquet; give the tars that knn unpacked it to");
  }

  /** A class may be called anything. */
  @Test
  void hiddenRowsOfATableArePassedOver() throws IOException {
    writeTable(
        "select '.net' as class, 'x/._a.jpg' as path, cast('x' as binary) as image union all select '.net', 'x/a.jpg', cast('x' as binary)");

    assertThat(names(table())).containsExactly(".net/a.jpg");
    assertThat(spark.progress())
        .containsOnlyOnce(
            "passed over 1 hidden file or folder, in all 1 image, such as .net/._a.jpg");
  }

  @Test
  void classesOfATableMayHaveSlashes() throws IOException {
    writeTable("select 'a/b' as class, 'p' as path, cast('x' as binary) as image");

    assertThat(table().images()).extracting(ImageRef::className).containsExactly("a/b");
  }

  @Test
  void filesOfATableAreNamedAfterTheirClassesFolder() {
    assertThat(UnpackPartition.file("x.png", "c")).isEqualTo("x.png");
    assertThat(UnpackPartition.file("c/x.png", "c")).isEqualTo("x.png");
    assertThat(UnpackPartition.file("s3://b/train/c/deep/x.png", "c")).isEqualTo("deep/x.png");
    assertThat(UnpackPartition.file("abc/x", "c")).isEqualTo("x.jpg");
  }

  @Test
  void aTableThatChangesWhileItIsUnpackedIsRefused() throws IOException {
    writeTable("select 'c' as class, 'a.jpg' as path, cast('x' as binary) as image");
    Path part = part();
    OutputStream meddler =
        new ByteArrayOutputStream() {
          @Override
          public void flush() throws IOException {
            if (toString(StandardCharsets.UTF_8).contains("unpack: ")) {
              Files.setLastModifiedTime(part, FileTime.fromMillis(1_000_000_000_000L));
            }
          }
        };
    PrintStream console = new PrintStream(meddler, true, StandardCharsets.UTF_8);
    JobContext context = JobContext.of(LocalSpark.session(), new Console(console, console));

    assertThatThrownBy(() -> table(context))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot unpack --train file:%s/t.parquet: it changed while it was read; give the command again",
            folder);
    assertThat(names(table())).containsExactly("c/a.jpg");
  }

  @Test
  void aDamagedTableIsOneLine() throws IOException {
    writeTable("select 'c' as class, 'a.jpg' as path, cast('x' as binary) as image");
    byte[] sound = Files.readAllBytes(part());
    Files.write(part(), "no Parquet".getBytes(StandardCharsets.UTF_8));
    Files.deleteIfExists(part().resolveSibling("." + part().getFileName() + ".crc"));
    assertThatThrownBy(this::table)
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot read --train file:%s: it is not a Parquet file", part());
    Arrays.fill(sound, 4, 40, (byte) 0x5A);
    Files.write(part(), sound);
    assertThatThrownBy(this::table)
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot unpack --train file:" + folder + "/t.parquet: ")
        .hasMessageEndingWith(" in file://" + part())
        .hasMessageNotContaining("\n");
  }

  private Path part() throws IOException {
    try (var files = Files.list(folder.resolve("t.parquet"))) {
      return files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
  }

  private void writeTable(String query) {
    LocalSpark.session()
        .sql(query)
        .coalesce(1)
        .write()
        .mode("overwrite")
        .parquet(folder + "/t.parquet");
  }

  private ImageListing table() throws IOException {
    return table(spark.context());
  }

  private ImageListing table(JobContext context) throws IOException {
    ImageInput input = ImageInput.of(context.store(), "--train", folder + "/t.parquet");
    return ImageLister.list(context, input, InputOptions.unpackedTo(folder + "/out"), null);
  }

  private ImageListing list(String path) throws IOException {
    return ImageLister.list(spark.context(), "--train", folder + "/" + path);
  }

  private DataOptions options(String train, String val, GalleryClasses classes) {
    return new DataOptions(
        folder + "/" + train, folder + "/" + val, classes, MissingClasses.REFUSE, OnError.RECORD);
  }

  private void assertRefused(String path, String message) {
    assertThatThrownBy(() -> list(path)).hasStackTraceContaining(message);
  }

  private static List<String> names(ImageListing listing) {
    return listing.images().stream().map(listing::name).toList();
  }

  private String content(ImageRef image) {
    try {
      return new String(read(image.path()), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] read(String path) throws IOException {
    return new StoredImages(spark.context().store()).read(path, 100, Map.of());
  }

  private void tar(String file, RawTar tar) throws IOException {
    InputForms.write(folder.resolve(file), tar);
  }

  private static Path only(Path parent) throws IOException {
    try (var files = Files.list(parent)) {
      return files.findFirst().orElseThrow();
    }
  }
}
