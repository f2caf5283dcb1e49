package dev.chmcorr.job.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.listing.ImageInput.Form;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageInputTest {
  @TempDir private Path folder;

  @Test
  void tellsFormsByNames() throws IOException {
    touch("plain/c/1.jpg", "plain/readme.tar", "tars/b.tar", "tars/a.tar", "tars/.x.tar");
    touch("tars/index.json", "tars/_old/x", "table/p-1.parquet", "table/_SUCCESS", "x y.tar");

    assertThat(input("plain").form()).isEqualTo(Form.FOLDER);
    assertThat(input("tars").form()).isEqualTo(Form.TARS);
    assertThat(names(input("tars"))).containsExactly("a.tar", "b.tar");
    assertThat(input("table").form()).isEqualTo(Form.PARQUET);
    assertThat(names(input("x y.tar"))).containsExactly("x y.tar");
    assertThat(input("table/p-1.parquet").form()).isEqualTo(Form.PARQUET);
  }

  @Test
  void expandsGlobsAndRanges() throws IOException {
    touch("t-08.tar", "t-09.tar", "t-10.tar", "t-x.tar", "p-1.parquet", "[odd]/c/1.jpg");

    assertThat(names(input("t-*.tar")))
        .containsExactly("t-08.tar", "t-09.tar", "t-10.tar", "t-x.tar");
    assertThat(names(input("t-{08..10}.tar"))).containsExactly("t-08.tar", "t-09.tar", "t-10.tar");
    assertThat(names(input("t-{x,08}.tar"))).containsExactly("t-08.tar", "t-x.tar");
    assertThat(input("*.parquet").form()).isEqualTo(Form.PARQUET);
    assertThat(input("[odd]").form()).isEqualTo(Form.FOLDER);
  }

  @Test
  void theOneFolderThatHoldsAllIsRead() throws IOException {
    touch(
        "hub/README.md", "hub/.git/config", "hub/data/train-0.parquet", "hub/data/train-1.parquet");
    touch("deep/a/b/c1/1.jpg", "deep/a/b/c2/1.jpg", "class/robin/1.jpg", "class/robin/x/2.jpg");

    assertThat(input("hub").form()).isEqualTo(Form.PARQUET);
    assertThat(names(input("hub"))).containsExactly("train-0.parquet", "train-1.parquet");
    assertThat(input("hub").note()).contains("lie in file:" + folder + "/hub/data, which is read");
    assertThat(input("deep").root()).hasToString("file:" + folder + "/deep/a/b");
    assertThat(input("class").root()).hasToString("file:" + folder + "/class");
    assertThat(input("class").note()).isNull();
  }

  @Test
  void splitsAreNoSet() throws IOException {
    touch("hub/data/train-0.parquet", "hub/data/train-1.parquet", "hub/data/test-0.parquet");
    touch(
        "configs/a/train-0.parquet",
        "configs/b/train-0.parquet",
        "tars/val-0.tar",
        "tars/train-0.tar");

    assertRefused("hub", "'file:%s/hub/data/test-0.parquet' or 'file:%s/hub/data/train-*.parquet'");
    assertThat(names(input("hub/data/train-*.parquet"))).hasSize(2);
    assertRefused("tars", "its files are several splits (train, val)");
    assertRefused("tars/*.tar", "its files are several splits (train, val)");
    assertThat(names(input("tars/{train,val}-*.tar"))).hasSize(2);
    assertRefused("configs", "give file:%s/configs/a or file:%s/configs/b");
  }

  /** Queries may all be of one class, whose files lie in folders. */
  @Test
  void ofQueriesOnlyANameTellsThatAFolderIsNoClass() throws IOException {
    touch("one/robin/side/1.jpg", "one/robin/front/1.jpg", "set/birds/images/a/1.jpg");

    assertThat(queries("one").root()).hasToString("file:" + folder + "/one");
    assertThat(input("one").root()).hasToString("file:" + folder + "/one/robin");
    assertThat(queries("set").root()).hasToString("file:" + folder + "/set/birds/images");
  }

  private ImageInput queries(String text) throws IOException {
    return ImageInput.of(new Storage(new Configuration()), "--val", folder + "/" + text);
  }

  @Test
  void partitionsAreNamedWithWhatReadsThem() throws IOException {
    touch("by-class/class=a/part-0.parquet", "by-class/class=b/part-0.parquet");
    touch("by-split/split=train/part-0.parquet", "by-split/split=test/part-0.parquet");
    touch("both/split=train/label=1/part-0.parquet", "one/split=train/part-0.parquet");
    touch("images/x=1/1.jpg", "images/x=2/1.jpg");

    assertRefused(
        "by-class",
        "lack the column class, by which they lie in folders; write it into one table, say by duckdb -c \"COPY (SELECT * FROM read_parquet('%s/by-class/**/*.parquet', hive");
    assertRefused("by-split", "give file:%s/by-split/split=test or file:%s/by-split/split=train");
    assertRefused("both", "lack the column label, by which they lie in folders");
    assertThat(names(input("one"))).containsExactly("part-0.parquet");
    assertThat(input("images").form()).isEqualTo(Form.FOLDER);
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    touch("a.tar", "b.tar.gz", "both/a.tar", "both/b.parquet", "packed/a.tgz");

    assertRefused("none", "Cannot find --train file:" + folder + "/none: no such file or folder");
    assertRefused("n-*.tar", "it matches no file");
    assertRefused("b.tar.gz", "no image can be read without all before it; decompress it");
    assertRefused("{a.tar,b.tar.gz}", "b.tar.gz: in a compressed tar");
    assertRefused("packed", "a.tgz: in a compressed tar");
    assertRefused("both", "it holds tars and Parquet files; name one kind");
    touch("d/a.tar", "d/x.parquet");
    assertRefused("d/*", "nor do all its files end with .tar or with .parquet");
  }

  private void assertRefused(String text, String message) {
    assertThatThrownBy(() -> input(text))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(message.replace("%s", folder.toString()));
  }

  private ImageInput input(String text) throws IOException {
    return ImageInput.of(new Storage(new Configuration()), "--train", folder + "/" + text);
  }

  private static List<String> names(ImageInput input) {
    return input.files().stream().map(org.apache.hadoop.fs.Path::getName).toList();
  }

  private void touch(String... files) throws IOException {
    for (String file : files) {
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      Files.write(path, List.of());
    }
  }
}
