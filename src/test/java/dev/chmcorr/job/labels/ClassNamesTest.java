package dev.chmcorr.job.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassNamesTest {
  @TempDir private Path folder;

  private ClassNames read(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
    return ClassNames.read(new Storage(new Configuration()), folder + "/" + name);
  }

  @Test
  void aLineHasAFolderAndItsName() throws IOException {
    ClassNames spaced =
        read("synsets.txt", "n01440764 tench, Tinca tinca\n\nn01443537\tgoldfish\n");
    assertThat(spaced.apply("n01440764")).isEqualTo("tench, Tinca tinca");
    assertThat(spaced.apply("n01443537")).isEqualTo("goldfish");
    assertThat(spaced.apply("n0")).isEqualTo("n0");
    assertThat(spaced.apply(null)).isNull();

    ClassNames commas =
        read("n.csv", "folder,name\n\"a, b\",\"tench, a \"\"fish\"\"\"\nzebra finch,Zebra finch\n");
    assertThat(commas.apply("a, b")).isEqualTo("tench, a \"fish\"");
    assertThat(commas.apply("zebra finch")).isEqualTo("Zebra finch");
    assertThat(read("n.tsv", "zebra finch\tZebra finch\n").apply("zebra finch"))
        .isEqualTo("Zebra finch");
  }

  @Test
  void jsonHasNamesOrTorchvisionsPairs() throws IOException {
    assertThat(read("a.json", "{\"n01\": \"tench\"}").apply("n01")).isEqualTo("tench");
    assertThat(read("b.json", "{\"0\": [\"n01\", \"tench\"]}").apply("n01")).isEqualTo("tench");
  }

  @Test
  void aNameThatTwoClassesShareHasTheClassBehindIt() throws IOException {
    ClassNames names = read("n.txt", "n02012849 crane\nn03126707 crane\nn01440764 tench\n");

    assertThat(names.apply("n02012849")).isEqualTo("crane (n02012849)");
    assertThat(names.apply("n03126707")).isEqualTo("crane (n03126707)");
    assertThat(names.apply("n01440764")).isEqualTo("tench");
  }

  @Test
  void whatIsNoListOfNamesIsRefused() {
    assertRefused("n.txt", "n01\n", "line 1, n01, is no class and its name");
    assertRefused("n.txt", "n01 a\nn01 b\n", "line 2 names a class again");
    assertRefused("n.txt", "\n", "it is empty");
    assertRefused("n.json", "{\"n01\": 3}", "n01 has neither a name nor [class, name]");
    assertRefused("n.json", "{", "it is no JSON");
  }

  private void assertRefused(String name, String content, String why) {
    assertThatThrownBy(() -> read(name, content))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot use --class-names ")
        .hasMessageContaining(why);
  }
}
