package dev.chmcorr.job.lists;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.UserException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListReaderTest {
  private static final ListOptions TEST_ROWS = new ListOptions("test", "test", null, null);

  private InputOptions options = InputOptions.DEFAULT;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "path,class\na.jpg,wren\nb.jpg,finch\n",
        "\uFEFFfile_name,label\r\na.jpg,wren\r\n\r\nb.jpg,finch\r\n",
        "Class Name;File Path;note\nwren;a.jpg;1,5\nfinch;b.jpg;\n",
        "a.jpg,wren\nb.jpg,finch",
        "wren,a.jpg\nfinch,b.jpg\n",
        "\"path\",\"class\"\n\"a.jpg\",\"wren\"\n\"b.jpg\",\"finch\"\n"
      })
  void readsCommas(String text) throws IOException {
    assertThat(pairs("x.csv", text)).containsExactly("a.jpg wren", "b.jpg finch");
  }

  @Test
  void quotedFieldsMayHaveSeparatorsAndQuotes() throws IOException {
    assertThat(pairs("x.csv", "path,class\n\"a, b.jpg\",\"the \"\"big\"\" wren, male\"\n"))
        .containsExactly("a, b.jpg the \"big\" wren, male");
    assertThat(pairs("x.tsv", "path\tclass\na, \"b.jpg\twren \u00fc\n"))
        .containsExactly("a, \"b.jpg wren \u00fc");
  }

  @Test
  void readsJson() throws IOException {
    String lines =
        "{\"file_name\": \"a.jpg\", \"label\": 3, \"tags\": [1.5]}\n\n{\"label\": \"wren\", \"file_name\": \"b.jpg\"}\n";

    assertThat(pairs("x.jsonl", lines)).containsExactly("a.jpg 3", "b.jpg wren");
    assertThat(pairs("x.json", "[" + lines.strip().replace("\n\n", ",") + "]"))
        .containsExactly("a.jpg 3", "b.jpg wren");
    assertThat(
            pairs("x.jsonl", "{\"path\": \"a.jpg\"}\n{\"path\": \"b.jpg\", \"class\": \"wren\"}"))
        .as("the second object tells of a column that the first lacks")
        .containsExactly("a.jpg null", "b.jpg wren");
  }

  @Test
  void readsLines() throws IOException {
    assertThat(pairs("train.txt", "n01440764/a b.JPEG 0\nn01440764/c.JPEG   12\n"))
        .containsExactly("n01440764/a b.JPEG 0", "n01440764/c.JPEG 12");
    assertThat(pairs("x.txt", "a.jpg\nsome b.jpg\n"))
        .containsExactly("a.jpg null", "some b.jpg null");
    assertThat(pairs("x.txt", "a b.jpg\twren\n")).containsExactly("a b.jpg wren");
    assertThat(pairs("x.txt", "path,class\na b.jpg,wren\n")).containsExactly("a b.jpg wren");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "path class\na b.jpg wren\nc.jpg finch\n",
        "\n# filename   label\n\na b.jpg wren\nc.jpg finch\n",
        "Image_Name Class_Id\na b.jpg wren\nc.jpg finch",
        "label filename\nwren a b.jpg\nfinch c.jpg\n"
      })
  void theFirstLineMayNameWhatTheOthersHave(String text) throws IOException {
    assertThat(pairs("x.txt", text)).containsExactly("a b.jpg wren", "c.jpg finch");
  }

  @Test
  void aFirstLineThatIsAnImagesIsNoHeader() throws IOException {
    assertThat(pairs("x.txt", "image\nsome a.jpg\n")).containsExactly("some a.jpg null");
    assertThat(pairs("x.txt", "n01440764/n01440764_18 1\nn01440764/n01440764_37 2\n"))
        .containsExactly("n01440764/n01440764_18 1", "n01440764/n01440764_37 2");
    assertThat(pairs("x.txt", "2011_003 dog\n2011_004 cat\n"))
        .containsExactly("2011_003 dog", "2011_004 cat");
    assertThat(pairs("x.txt", "class path.jpg\n")).containsExactly("class path.jpg null");
  }

  @Test
  void aFirstLineThatMayNameColumnsOtherwiseIsRefused() {
    assertRefused(
        "x.txt",
        "path class split\na.jpg wren train\n",
        "its first line, path class split, seems to name columns, but blanks part a path and a class only");
    assertRefused("x.txt", "label\nwren\n", "its first line, label, seems to name columns");
    assertRefused(
        "x.txt",
        "fname breed\na.jpg wren\n",
        "its first line, fname breed, names no image, its second line does; if it names columns, make it \"path class\" or remove it");
  }

  @Test
  void aJsonObjectOfPathsIsRead() throws IOException {
    List<String> expected = List.of("a.jpg wren", "x/b.png 3", "c.jpg null");
    assertThat(pairs("x.json", "{\"a.jpg\": \"wren\",\n\"x/b.png\": 3, \"c.jpg\": null}"))
        .isEqualTo(expected);
    assertThat(pairs("x.jsonl", "{\"a.jpg\": \"wren\"}\n{\"x/b.png\": 3}\n{\"c.jpg\": \"\"}\n"))
        .isEqualTo(expected);
    assertThat(pairs("x.json", "{\"wren\": [\"a.jpg\", \"b.jpg\"],\n\"finch\": [\"c.jpg\"]}"))
        .containsExactly("a.jpg wren", "b.jpg wren", "c.jpg finch");
    assertThat(pairs("x.json", "{\"path\": \"a/b.jpg\", \"class\": \"wren\"}"))
        .as("an image alone")
        .containsExactly("a/b.jpg wren");
  }

  @Test
  void whatIsWrongInAJsonObjectIsSaid() throws IOException {
    assertThat(read("x.json", "{\"a.jpg\": \"wren\",\n\"a.jpg\": \"finch\"}"))
        .as("both, so that they can be told apart")
        .extracting(entry -> entry.where() + " " + entry.className())
        .containsExactly("line 1 of x.json wren", "line 2 of x.json finch");
    assertRefused(
        "x.json",
        "{\"a.jpg\": \"wren\",\n\"b.jpg\": [1.5]}",
        "line 2: b.jpg is 1.5 (must be text or a whole number)");
    assertRefused("x.json", "{\"a.jpg\": \"wren\",\n\"b.jpg\": \n", "line 3: ");
    assertRefused("x.json", "{\"a.jpg\": \"wren\"}\n7\n", "line 2: 7 is no object");
    assertRefused(
        "x.json", "[{\"path\": \"a.jpg\",\n\"path\": \"b.jpg\"}]", "Duplicate field 'path'");
    assertRefused("x.json", "{\"1\": \"wren\"}", "no column is called path");
  }

  @Test
  void moreEndingsAreThoseOfImagesInListsToo() throws IOException {
    options = options.with(FileOptions.UNSAID.withMoreEndings());

    assertThat(pairs("x.csv", "a.gif,wren\nb.jfif,finch\n"))
        .containsExactly("a.gif wren", "b.jfif finch");
    assertThat(pairs("x.tsv", "wren\ta.gif\n")).containsExactly("a.gif wren");
    assertThat(pairs("x.txt", "some a.gif\nb.jfif wren\n"))
        .containsExactly("some a.gif null", "b.jfif wren");
  }

  @Test
  void kagglesPredictionsBeginWithTheClass() throws IOException {
    String text =
        "ImageId,PredictionString\nILSVRC2012_val_00048981,n03995372 85 1 499 272 n03481172 1 2 3 4 \n";

    assertThat(pairs("LOC_val_solution.csv", text))
        .containsExactly("ILSVRC2012_val_00048981 n03995372");
  }

  @Test
  void takesOneSplit() throws IOException {
    String text = "path,class,Split\na.jpg,wren,train\nb.jpg,wren,test\nc.jpg,finch,test\n";
    assertThatThrownBy(() -> read("x.csv", text))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot use file:/d/x.csv: it has the splits test (2), train (1); choose one by --val-split");

    options = options.with(TEST_ROWS);

    assertThat(pairs("x.csv", text)).containsExactly("b.jpg wren", "c.jpg finch");
    assertThatThrownBy(() -> read("x.csv", "path,class,set\na.jpg,wren,dev\n"))
        .hasMessageContaining("it has the splits dev (1); --val-split test is none of them");
    assertThatThrownBy(() -> read("x.csv", "path,class\na.jpg,wren\n"))
        .hasMessageContaining("--val-split test needs a column split; it has path, class");
  }

  @Test
  void columnsMayBeNamed() throws IOException {
    String text = "src,fine_label,coarse_label\na.jpg,wren,bird\n";
    assertThatThrownBy(() -> read("x.csv", text))
        .hasMessageContaining("no column is called path, file or the like (it has src, fine_label");
    options = options.with(new TableColumns(null, null, "SRC"));
    assertThatThrownBy(() -> read("x.csv", text))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot use file:/d/x.csv: its columns fine_label, coarse_label may all have the classes; choose by --label-column");

    options = options.with(new TableColumns(null, "coarse_label", "src"));

    assertThat(pairs("x.csv", text)).containsExactly("a.jpg bird");
    assertThatThrownBy(() -> read("x.csv", "src,class\na.jpg,wren\n"))
        .hasMessageContaining("it has no column coarse_label (--label-column), it has class");
  }

  @Test
  void aSignOfCommentsIsOneLikeAnyOther() throws IOException {
    assertThat(pairs("x.csv", "class,path\n#wren,a.jpg\nfinch,#b.jpg\n"))
        .containsExactly("a.jpg #wren", "#b.jpg finch");
    assertThat(pairs("x.tsv", "path\tclass\n#a.jpg\twren\n")).containsExactly("#a.jpg wren");
  }

  @Test
  void saysWhichLineIsWrong() {
    assertRefused(
        "x.csv", "path,class\na.jpg,wren\nb.jpg,wren, male\n", "line 3: it has 3 columns");
    assertRefused("x.csv", "path,class\n,wren\n", "line 2 of x.csv has no path");
    assertRefused("x.csv", "", "it is empty");
    assertRefused("x.csv", "path,class\n", "it is empty");
    assertRefused("x.csv", "a.jpg,wren,1\n", "its first line must name its columns");
    assertRefused("x.jsonl", "{\"path\": \"a.jpg\"}\n{\"path\": \n", "line 3: ");
    assertRefused("x.jsonl", "{\"path\": \"a.jpg\"}\n7\n", "line 2: 7 is no object");
    assertRefused(
        "x.jsonl",
        "{\"path\": \"a.jpg\", \"label\": 1.5}\n",
        "line 1: label is 1.5 (must be text or a whole number)");
    assertThatThrownBy(() -> read("x.csv", "path,class\n\u00e4.jpg,wren\n".getBytes(ISO_8859_1)))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot read list file:/d/x.csv: it is no UTF-8; save it as UTF-8");
  }

  private void assertRefused(String file, String text, String message) {
    assertThatThrownBy(() -> read(file, text))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("file:/d/" + file);
  }

  private List<String> pairs(String file, String text) throws IOException {
    return read(file, text).stream().map(e -> e.path() + " " + e.className()).toList();
  }

  private List<ListEntry> read(String file, String text) throws IOException {
    return read(file, text.getBytes(UTF_8));
  }

  private List<ListEntry> read(String file, byte[] bytes) throws IOException {
    Path path = new Path("file:/d/" + file);
    ListRows rows =
        ListFormat.of(file)
            .rows(path.toString(), () -> new ByteArrayInputStream(bytes), options.names());
    return new ListReader(path, options, Split.QUERY).read(rows).entries();
  }
}
