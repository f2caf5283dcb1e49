package dev.chmcorr.job.shards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.Hostile;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.ShardLocation;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.folder.ImageFolder;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.listing.ImageInput;
import dev.chmcorr.job.listing.ImageListing;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.shard.RawTar;
import dev.chmcorr.shard.Shard;
import dev.chmcorr.shard.ShardReader;
import dev.chmcorr.shard.TarEntries;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/** Several tars of one data set, sound ones and others, listed together: all but Spark's part. */
class ShardListingFuzzTest {
  private static final Path ROOT = new Path("file:/d/{0..3}.tar");
  private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());
  private static final JobContext CONTEXT =
      new JobContext(null, null, new Console(NOWHERE, NOWHERE), null);

  @Property
  void lists(@ForAll("tars") List<byte[]> tars, @ForAll("classes") Set<String> only) {
    long bytes = tars.stream().mapToLong(tar -> tar.length).sum();
    String message =
        Hostile.read(Hostile.bound(bytes), UserException.class, () -> check(tars, only));
    assertThat(message == null ? "" : message).hasSizeLessThan(3000);
  }

  private static void check(List<byte[]> tars, Set<String> only) throws IOException {
    List<Path> shards = new ArrayList<>();
    List<Row> scanned = new ArrayList<>();
    for (int i = 0; i < tars.size(); i++) {
      Shard shard = RawTar.shard(String.valueOf(i), tars.get(i));
      shards.add(new Path(shard.path()));
      scanned.add(
          ShardScan.row(ShardReader.read(shard, ImageFolder::isImageName), "version " + i, i));
    }
    ImageInput input = new ImageInput("--val", ROOT, ImageInput.Form.TARS, shards);
    ImageListing listing =
        new ShardListing(CONTEXT, input, InputOptions.DEFAULT, only.isEmpty() ? null : only)
            .ofShards(scanned, TarLabels.NONE);
    assertThat(listing.shards()).hasSize(tars.size());
    checkNumbers(listing, only);
    listing.images().forEach(image -> checkPlace(listing, image, shards, tars));
  }

  /** Ids and labels are dense and ascend, a class has one label, names are distinct. */
  private static void checkNumbers(ImageListing listing, Set<String> only) {
    assertThat(listing.images()).isNotEmpty();
    Set<String> names = new HashSet<>();
    Set<String> classes = new HashSet<>();
    for (int id = 0; id < listing.size(); id++) {
      ImageRef image = listing.images().get(id);
      assertThat(image.id()).isEqualTo(id);
      if (image.isLabelled()) {
        classes.add(image.className());
        assertThat(image.label()).isEqualTo(classes.size() - 1);
        assertThat(listing.name(image)).startsWith(image.className() + "/");
      }
      assertThat(names.add(listing.name(image))).as("first %s", listing.name(image)).isTrue();
    }
    assertThat(only.isEmpty() || only.containsAll(classes)).isTrue();
  }

  /** The path leads to bytes of the tar that it names. */
  private static void checkPlace(
      ImageListing listing, ImageRef image, List<Path> shards, List<byte[]> tars) {
    ShardLocation place = ShardLocation.parse(image.path()).orElseThrow();
    assertThat(listing.shards()).containsKey(place.shard());
    int length = tars.get(shards.indexOf(new Path("file:" + place.shard()))).length;
    assertThat(place.offset() + place.size()).isLessThanOrEqualTo(length);
    assertThat(place.name().split("/", -1)).doesNotContain("", ".", "..");
  }

  @Provide
  Arbitrary<Set<String>> classes() {
    return Arbitraries.of("c", "d", "7", "long").set().ofMaxSize(2);
  }

  @Provide
  Arbitrary<List<byte[]>> tars() {
    Arbitrary<byte[]> any = TarEntries.any().list().ofMaxSize(4).map(ShardListingFuzzTest::tar);
    Arbitrary<byte[]> inFolders = files("", "c/", "c/", "d/", "train/c/", "train/d/", "c/deep/");
    Arbitrary<byte[]> flat = files("");
    Arbitrary<List<byte[]>> oneLayout =
        Arbitraries.oneOf(list(inFolders), list(flat), list(labelled()));
    Arbitrary<byte[]> mixed =
        Arbitraries.frequencyOf(
            Tuple.of(3, inFolders), Tuple.of(1, flat), Tuple.of(1, labelled()), Tuple.of(1, any));
    return Arbitraries.frequencyOf(Tuple.of(3, oneLayout), Tuple.of(1, list(mixed)));
  }

  private static Arbitrary<List<byte[]>> list(Arbitrary<byte[]> tars) {
    return tars.list().ofMinSize(1).ofMaxSize(4);
  }

  /** Files of other names in each tar more often than not. */
  private static Arbitrary<byte[]> files(String... folders) {
    return Combinators.combine(
            Arbitraries.of(folders),
            Arbitraries.integers().between(0, 40),
            Arbitraries.of(".jpg", ".jpg", ".PNG", ".txt", "\u00fc.webp", ".tar!/512+1/c/x.jpg"))
        .as((folder, number, end) -> new RawTar().add(folder + number + end, "12").withoutEnd())
        .list()
        .ofMaxSize(5)
        .map(ShardListingFuzzTest::tar);
  }

  private static Arbitrary<byte[]> labelled() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 40),
            Arbitraries.of("7", "-0", "007", "c", "d\n", "999999999999999999", "", "a/b", ".."))
        .as(
            (number, label) ->
                new RawTar().add(number + ".jpg", "1").add(number + ".cls", label).withoutEnd())
        .list()
        .ofMaxSize(4)
        .map(ShardListingFuzzTest::tar);
  }

  private static byte[] tar(List<byte[]> entries) {
    RawTar tar = new RawTar();
    entries.forEach(tar::raw);
    return tar.end();
  }
}
