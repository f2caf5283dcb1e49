package dev.chmcorr.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.HiddenFiles;
import dev.chmcorr.domain.PassedOver.Some;
import dev.chmcorr.domain.PassedOver.Why;
import dev.chmcorr.domain.ShardLocation;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.shard.ShardImages.Layout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShardReaderTest {
  @Test
  void membersInFoldersBelongToThem() throws IOException {
    ShardImages images =
        read("s", new RawTar().add("stray.jpg", "").add("./c/a.jpg", "").add("d/e/b.jpg", ""));

    assertThat(images.layout()).isEqualTo(Layout.FOLDERS);
    assertThat(images.images())
        .containsExactly(
            new ShardLocation("file:/d/s.tar", 1024, 0, "c/a.jpg"),
            new ShardLocation("file:/d/s.tar", 1536, 0, "d/e/b.jpg"));
    assertThat(images.passedOver().of(Why.NO_CLASS)).isEqualTo(new Some(1, "stray.jpg"));
  }

  @Test
  void flatMembersBelongToTheTar() throws IOException {
    ShardImages images =
        read("n01440764", new RawTar().add("n01440764_1.JPEG", "").add("LICENSE", ""));

    assertThat(images.layout()).isEqualTo(Layout.FLAT);
    assertThat(images.images())
        .extracting(ShardLocation::name)
        .containsExactly("n01440764/n01440764_1.JPEG");
    assertThat(read("robin", new RawTar().add("robin-1.jpg", "")).layout()).isEqualTo(Layout.FLAT);
  }

  /** A shard's name is no class, whatever the names in it begin with. */
  @Test
  void flatMembersOfOtherNamesHaveNoLabels() throws IOException {
    assertUnlabelled("00000", "000000017.jpg", "000000017.json");
    assertUnlabelled("00001", "00001_7.jpg");
    assertUnlabelled("train-0003", "train-0003-7.jpg");
    assertUnlabelled("n01440764", "n01440764_1.JPEG", "n01443537_1.JPEG");
    assertUnlabelled("robin", "robins_1.jpg");
    assertUnlabelled("a.jpg", "a.jpg");
  }

  private static void assertUnlabelled(String shard, String... members) throws IOException {
    RawTar tar = new RawTar();
    for (String member : members) {
      tar.add(member, "");
    }
    ShardImages images = read(shard, tar);
    assertThat(images.layout()).isEqualTo(Layout.UNLABELLED);
    assertThat(images.images()).extracting(ShardLocation::name).startsWith(members[0]);
  }

  @Test
  void keysMayHaveDots() throws IOException {
    ShardImages images =
        read(
            "s",
            new RawTar()
                .add("22.05.jpg", "")
                .add("22.05.cls", "a")
                .add("22.06.jpg", "")
                .add("22.06.CLS", "b")
                .add("22.05.seg.png", "")
                .add("x.y/7.rgb.jpg", "")
                .add("x.y/7.cls.txt", "c"));

    assertThat(images.images())
        .extracting(ShardLocation::name)
        .containsExactly("a/22.05.jpg", "b/22.06.jpg", "c/x.y/7.rgb.jpg");
    assertThat(images.passedOver().of(Why.SECOND)).isEqualTo(new Some(1, "22.05.seg.png"));
  }

  @Test
  void ofASampleOneImageIsTaken() throws IOException {
    ShardImages images =
        read(
            "s",
            new RawTar()
                .add("1.cls", "a")
                .add("1.depth.jpg", "")
                .add("1.png", "")
                .add("1.JPG", ""));

    assertThat(images.images()).extracting(ShardLocation::name).containsExactly("a/1.JPG");
    assertThat(images.passedOver().of(Why.SECOND)).isEqualTo(new Some(2, "1.depth.jpg"));
    assertRefused(
        new RawTar().add("1.cls", "a").add("1.left.jpg", "").add("1.right.jpg", ""),
        "sample 1 has 2 images, such as 1.left.jpg and 1.right.jpg, and none of them is 1.jpg");
  }

  @Test
  void countsWhatIsNoImage() throws IOException {
    ShardNames names = new ShardNames(n -> n.endsWith(".jpg"), HiddenFiles.DROP::passesOverPath);
    RawTar tar =
        new RawTar()
            .add('5', "c/", new byte[0])
            .add("./c/._1.jpg", "")
            .add("__MACOSX/c/2.jpg", "")
            .add("c/.DS_Store", "")
            .add("c/1.jpg", "")
            .add("c/2.gif", "")
            .add("README", "");

    ShardImages images = ShardReader.read(RawTar.shard("s", tar.end()), names);

    assertThat(images.images()).extracting(ShardLocation::name).containsExactly("c/1.jpg");
    assertThat(images.passedOver().count(Why.HIDDEN)).isEqualTo(3);
    assertThat(images.passedOver().of(Why.HIDDEN_IMAGE)).isEqualTo(new Some(2, "./c/._1.jpg"));
    assertThat(images.passedOver().endings()).isEqualTo(Map.of(".gif", 1L, "none", 1L));
  }

  @Test
  void aFieldOfAJsonMayBeTheLabel() throws IOException {
    RawTar tar =
        new RawTar()
            .add("1.jpg", "")
            .add("1.json", "{\"species\": \" a robin\", \"caption\": \"x\"}")
            .add("2.jpg", "")
            .add("2.json", "{\"species\": 7}")
            .add("3.jpg", "")
            .add("3.json", "{\"species\": \"wren\"}")
            .add("3.cls", "own");

    ShardImages images = readJson(tar, "species");

    assertThat(images.layout()).isEqualTo(Layout.LABELS);
    assertThat(images.images())
        .extracting(ShardLocation::name)
        .containsExactly("a robin/1.jpg", "7/2.jpg", "own/3.jpg");
    assertThat(images.passedOver().endings()).isEqualTo(Map.of(".json", 1L));
    assertThat(readJson(new RawTar().add("1.jpg", "").add("1.json", "{}"), "species").layout())
        .isEqualTo(Layout.UNLABELLED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"species\": 1.5} | species of 1.json is 1.5 (must be text or a whole number)",
        "{\"species\": \"a/b\"} | 1.json holds no class name or number",
        "{\"species\": | 1.json is no JSON"
      })
  void refusesFieldsThatAreNoLabels(String json, String why) {
    assertThatThrownBy(() -> readJson(new RawTar().add("1.jpg", "").add("1.json", json), "species"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(why);
  }

  @Test
  void allImagesNeedTheField() {
    RawTar tar = new RawTar().add("1.jpg", "").add("1.json", "{\"a\": 1}").add("2.jpg", "");

    assertThatThrownBy(() -> readJson(tar.add("2.json", "{}"), "a"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("2.jpg has no 2.cls beside it, nor .json with the field");
  }

  private static ShardImages readJson(RawTar tar, String field) throws IOException {
    return ShardReader.read(
        RawTar.shard("s", tar.end()),
        new ShardNames(n -> n.endsWith(".jpg"), name -> false, ShardLabels.inField(field)));
  }

  @Test
  void samplesBelongToTheirLabels() throws IOException {
    ShardImages images =
        read(
            "s",
            new RawTar()
                .add("0001.cls", " a robin\n")
                .add("0001.jpg", "")
                .add("0001.seg.png", "")
                .add("0001.json", "{}")
                .add("x/0002.PNG", "")
                .add("x/0002.cls", "007")
                .add("0003.cls", "-1"));

    assertThat(images.layout()).isEqualTo(Layout.LABELS);
    assertThat(images.images())
        .extracting(ShardLocation::name)
        .containsExactly("a robin/0001.jpg", "7/x/0002.PNG");
  }

  /** A line separator is no control character. */
  @Test
  void foldersOfSamplesMayHaveAnyName() throws IOException {
    ShardImages images = read("s", new RawTar().add("\u2028/1.jpg", "").add("\u2028/1.cls", "7"));

    assertThat(images.images()).extracting(ShardLocation::name).containsExactly("7/\u2028/1.jpg");
  }

  @Test
  void aShardMayBeEmpty() throws IOException {
    assertThat(read("s", new RawTar().add("c/notes.txt", "")).layout()).isEqualTo(Layout.EMPTY);
  }

  @Test
  void refusesSamplesWithoutOneLabel() {
    assertRefused(
        new RawTar().add("1.cls", "a").add("1.jpg", "").add("2.jpg", ""),
        "2.jpg has no 2.cls beside it");
    assertRefused(
        new RawTar().add("1.cls", "a").add("1.cls", "b").add("1.jpg", ""), "1.cls is there twice");
    assertRefused(
        new RawTar().add("1.cls", "a".repeat(2000)).add("1.jpg", ""),
        "1.cls has 2000 bytes, too many");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "..", ".", "a/b", "/", "a\nb", "\u00ff"})
  void refusesLabelsThatAreNoNames(String label) {
    assertRefused(
        new RawTar().add("1.cls", label.getBytes(StandardCharsets.ISO_8859_1)).add("1.jpg", ""),
        "1.cls holds no class name or number");
  }

  @Test
  void saysWhatToDoWithATarOfTars() {
    assertRefused(
        new RawTar().add("n01.tar", "").add("n02.tar", ""), "it is a tar of tars; unpack it once");
  }

  @Test
  void readsWhatTheWriterWrites() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ShardWriter writer = new ShardWriter(out);
    String name = "class ü/" + "long".repeat(60) + ".jpg";
    writer.add(name, new byte[] {1, 2, 3});
    writer.add("c/a.jpg", new byte[0]);
    writer.finish();

    ShardImages images =
        ShardReader.read(RawTar.shard("s", out.toByteArray()), n -> n.endsWith(".jpg"));

    assertThat(images.images()).extracting(ShardLocation::name).containsExactly(name, "c/a.jpg");
    int offset = (int) images.images().get(0).offset();
    assertThat(out.toByteArray()[offset + 2]).isEqualTo((byte) 3);
    assertThatThrownBy(() -> writer.add("c/../a.jpg", new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> writer.add("c//a.jpg", new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ShardImages read(String name, RawTar tar) throws IOException {
    return ShardReader.read(RawTar.shard(name, tar.end()), n -> n.matches("(?is).*\\.(jpe?g|png)"));
  }

  private static void assertRefused(RawTar tar, String message) {
    assertThatThrownBy(() -> read("s", tar))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Cannot use shard file:/d/s.tar: " + message);
  }
}
