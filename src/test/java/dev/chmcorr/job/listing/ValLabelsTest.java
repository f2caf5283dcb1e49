package dev.chmcorr.job.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.lists.FileOptions;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.lists.ListOptions;
import dev.chmcorr.store.Storage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValLabelsTest {
  @TempDir private Path folder;
  private FileOptions files = FileOptions.UNSAID;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @Test
  void ilsvrcsLineBelongsToTheNumberInTheName() throws IOException {
    Files.writeString(folder.resolve("truth.txt"), "2\n1\n3\n");
    Files.writeString(folder.resolve("synsets.txt"), "n01\nn02\nn03\n");

    Map<String, String> classes =
        classes("truth.txt", "synsets.txt", "ILSVRC2012_val_00000003.JPEG", "x_1.JPEG");

    assertThat(classes)
        .containsOnly(
            Map.entry("ILSVRC2012_val_00000003.JPEG", "n03"), Map.entry("x_1.JPEG", "n02"));
    assertThat(said()).contains("1 of 3 lines", "fits no image");
    assertThatThrownBy(() -> classes("truth.txt", null, "x_0.JPEG"))
        .isInstanceOf(UserException.class)
        .hasMessageEndingWith(
            "line n is of the image whose name ends with number n (1..3, each once), but there is x_0.JPEG");
    assertThatThrownBy(() -> classes("truth.txt", null, "a_2.JPEG", "b_2.JPEG"))
        .hasMessageContaining("each once");
  }

  @Test
  void namesMayHaveFoldersOrNoEndings() throws IOException {
    Files.writeString(
        folder.resolve("l.csv"),
        "ImageId,PredictionString\na,n01 1 2 3 4\nval/b.jpg,n02 1 2 3 4\n");

    assertThat(classes("l.csv", null, "a.JPEG", "b.jpg", "c.jpg"))
        .containsOnly(Map.entry("a.JPEG", "n01"), Map.entry("b.jpg", "n02"));
    assertThat(said()).contains("1 of 3 images has no class in").contains(": not judged");
  }

  @Test
  void foldersMayBeAfterBackslashes() throws IOException {
    Files.writeString(folder.resolve("l.csv"), "file,label\nval\\a.jpg,wren\nb\\c.jpg,finch\n");

    assertThat(classes("l.csv", null, "a.jpg", "b\\c.jpg"))
        .containsOnly(Map.entry("a.jpg", "wren"), Map.entry("b\\c.jpg", "finch"));
  }

  @Test
  void moreEndingsMayBeLeftOutToo() throws IOException {
    Files.writeString(folder.resolve("l.csv"), "file,label\na,wren\nb.jfif,finch\n");
    files = FileOptions.UNSAID.withMoreEndings();

    assertThat(classes("l.csv", null, "a.gif", "b.jfif"))
        .containsOnly(Map.entry("a.gif", "wren"), Map.entry("b.jfif", "finch"));
  }

  @Test
  void refusesWhatDoesNotFit() throws IOException {
    Files.writeString(folder.resolve("l.csv"), "file,label\na.jpg,wren\n./a.jpg,wren\n");

    assertThatThrownBy(() -> classes("l.csv", null, "a.jpg"))
        .hasMessageContaining("line 2 of l.csv and line 3 of l.csv are of one image, a.jpg");
    assertThatThrownBy(() -> classes("l.csv", null, "z.jpg"))
        .hasMessageContaining("none of its 2 lines fits one of 1 image, such as z.jpg");
    assertThatThrownBy(() -> classes("l.csv", null, "x/a.jpg", "y/a.jpg"))
        .hasMessageContaining("line 2 of l.csv may be of x/a.jpg or of y/a.jpg");
  }

  private Map<String, String> classes(String labels, String classList, String... images)
      throws IOException {
    Storage store = new Storage(new Configuration());
    ImageInput input =
        new ImageInput("--val", store.path(folder.toString()), ImageInput.Form.FLAT, List.of());
    String classes = classList == null ? null : folder + "/" + classList;
    InputOptions options =
        InputOptions.DEFAULT
            .with(new ListOptions(null, null, folder + "/" + labels, classes))
            .with(files);
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    return ValLabels.read(store, input, options).classes(List.of(images), new Console(out, out));
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }
}
