package dev.chmcorr.job.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.folder.ImageNames;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.labels.ClassNumbers.Extent;
import dev.chmcorr.job.lists.LabelOptions;
import dev.chmcorr.store.Storage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RightClassesTest {
  private static final ClassNumbers BIRDS =
      new ClassNumbers(Map.of(0, "finch", 1, "swan", 2, "wren"), Extent.ALL);

  @TempDir private Path folder;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private String classList;

  /** Of a file, by the queries' names, which are given with their own classes: name=class. */
  private Map<String, List<String>> read(
      String name, String content, ClassNumbers classes, String... queries) throws IOException {
    Files.writeString(folder.resolve(name), content);
    Map<String, String> own = new HashMap<>();
    for (String query : queries) {
      String[] parts = query.split("=", 2);
      own.put(parts[0], parts.length == 1 ? null : parts[1]);
    }
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    LabelOptions options =
        new LabelOptions(
            folder + "/" + name, classList == null ? null : folder + "/" + classList, null);
    return RightClasses.read(new Storage(new Configuration()), options, ImageNames.DEFAULT)
        .of(own, classes, new Console(out, out))
        .entrySet()
        .stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, e -> e.getValue().classes(), (a, b) -> a, TreeMap::new));
  }

  @Test
  void listsOfRealAreOfTheImagesNumbersAndMayBeEmpty() throws IOException {
    assertThat(
            read(
                "real.json",
                "[[2], [], [0, 2], [1]]",
                BIRDS,
                "n01/ILSVRC2012_val_00000003.JPEG=finch",
                "n03/ILSVRC2012_val_00000001.JPEG=wren",
                "n03/ILSVRC2012_val_00000002.JPEG=wren"))
        .containsExactly(
            Map.entry("n01/ILSVRC2012_val_00000003.JPEG", List.of("finch", "wren")),
            Map.entry("n03/ILSVRC2012_val_00000001.JPEG", List.of("wren")),
            Map.entry("n03/ILSVRC2012_val_00000002.JPEG", List.of()));
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains(
            "truth: 2 of 3 queries have right classes in ",
            ", 1 are not judged; 2 of 2 with a class of their own have it among these");
  }

  @Test
  void anObjectHasPathsOrFileNames() throws IOException {
    assertThat(
            read(
                "t.json",
                "{\"a/1.jpg\": [\"wren\", \"swan\"], \"2.jpg\": [], \"elsewhere.jpg\": [\"wren\"]}",
                BIRDS,
                "a/1.jpg",
                "b/2.jpg",
                "b/3.jpg"))
        .containsExactly(
            Map.entry("a/1.jpg", List.of("swan", "wren")), Map.entry("b/2.jpg", List.of()));
  }

  @Test
  void aListMayNameAPathMoreThanOnce() throws IOException {
    assertThat(
            read(
                "t.csv",
                "file,label\na.jpg,wren\na.jpg,swan\nb.jpg,finch\n",
                BIRDS,
                "a.jpg",
                "b.jpg"))
        .containsExactly(
            Map.entry("a.jpg", List.of("swan", "wren")), Map.entry("b.jpg", List.of("finch")));
  }

  @Test
  void classesThatAreNamedByNumbersStayAsTheyAre() throws IOException {
    ClassNumbers numbers = new ClassNumbers(Map.of(0, "10", 1, "2"), Extent.ALL);

    assertThat(read("t.json", "{\"a.jpg\": [10, 2]}", numbers, "a.jpg"))
        .containsExactly(Map.entry("a.jpg", List.of("10", "2")));
  }

  @Test
  void numbersMayBeThoseOfAListOfClasses() throws IOException {
    classList = "classes.txt";
    Files.writeString(folder.resolve(classList), "0 wren\n1 finch\n");

    assertThat(read("t.json", "[[0, 1], [-1]]", BIRDS, "1.jpg=wren", "2.jpg=finch"))
        .containsExactly(
            Map.entry("1.jpg", List.of("finch", "wren")), Map.entry("2.jpg", List.of()));
  }

  @Test
  void aClassThatNoneHasMetIsNotPredicted() throws IOException {
    ClassNumbers met = new ClassNumbers(Map.of(0, "finch"), Extent.SOME_OF_ALL);

    assertThat(read("t.json", "[[0, 7]]", met, "1.jpg"))
        .containsExactly(Map.entry("1.jpg", List.of("class number 7", "finch")));
  }

  private String refused(String name, String content, ClassNumbers classes, String... queries) {
    StringBuilder message = new StringBuilder();
    assertThatThrownBy(() -> read(name, content, classes, queries))
        .isInstanceOf(UserException.class)
        .satisfies(e -> message.append(e.getMessage().replace("file:" + folder + "/", "")));
    return message.toString();
  }

  @Test
  void whatMayBeOfOthersIsRefused() {
    assertThat(refused("t.json", "[[0]]", BIRDS, "a/2.jpg"))
        .isEqualTo(
            "Cannot use --truth t.json: list n is of the image whose name ends with number n + 1 (1..1, each once), but there is a/2.jpg");
    assertThat(refused("t.json", "[[3]]", BIRDS, "1.jpg"))
        .isEqualTo(
            "Cannot use --truth t.json: it has class 3, the gallery 3 classes, numbered from 0; name the classes by --truth-classes FILE");
    assertThat(refused("t.json", "[[1], [2]]", BIRDS, "1.jpg=finch", "2.jpg=swan"))
        .isEqualTo(
            "Cannot use --truth t.json: of 2 queries with a class of their own only 0 have it among their right ones: its numbers are those of other classes; name these by --truth-classes FILE");
    assertThat(
            refused("t.json", "[[1]]", new ClassNumbers(Map.of(), Extent.NUMBERED_APART), "1.jpg"))
        .contains("numbered among themselves");
    assertThat(refused("t.csv", "file,label\na.jpg,wren\n", BIRDS, "b.jpg"))
        .isEqualTo(
            "Cannot use --truth t.csv: none of its 1 line fits one of 1 query, such as b.jpg");
    assertThat(refused("t.csv", "file,label\n1.jpg,wren\n", BIRDS, "a/1.jpg", "b/1.jpg"))
        .contains("line 2 of t.csv may be of a/1.jpg or of b/1.jpg");
    assertThat(refused("t.png", "", BIRDS, "1.jpg"))
        .startsWith("Cannot read --truth t.png: it is no list");
  }

  @Test
  void jsonThatIsSomethingElseIsRefusedWithItsLine() {
    assertThat(refused("t.json", "[[1],\n[{}]]", BIRDS, "1.jpg"))
        .contains("t.json", "line 2", "(must be text or a whole number)");
    assertThat(refused("t.json", "[[1], 2]", BIRDS, "1.jpg")).contains("list 2 is no list");
    assertThat(refused("t.json", "{\"a.jpg\": [\"wren\"], \"b.jpg\": 3}", BIRDS, "a.jpg"))
        .contains("b.jpg has no list of classes");
    assertThat(refused("t.json", "[[1], [2]", BIRDS, "1.jpg")).contains("t.json");
  }
}
