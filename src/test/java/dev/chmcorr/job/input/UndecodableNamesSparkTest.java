package dev.chmcorr.job.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.listing.ImageInput;
import dev.chmcorr.job.listing.ImageListing;
import dev.chmcorr.job.run.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names in Latin-1, on a system of UTF-8: to pass over one would give all after it other ids. */
class UndecodableNamesSparkTest {
  /** {@code ü} in Latin-1, as printf understands it. */
  private static final String LETTER = "\\374";

  @TempDir private Path folder;
  private final LocalSpark spark = new LocalSpark();

  @BeforeEach
  void demandUtf8() {
    assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "names are UTF-8");
  }

  @Test
  void ofAClassFolder() throws Exception {
    make("val/a/1.jpg", "val/gr" + LETTER + "n/1.jpg");

    assertRefused("val", "val", "gr\uFFFDn");
  }

  @Test
  void ofAnImageOrAFolderWithin() throws Exception {
    make("val/a/1.jpg", "val/a/deep/" + LETTER + ".JPG", "val/b/" + LETTER + "/2.jpg");

    assertRefused("val", "val/(a/deep|b)", "\uFFFD(.JPG)?");
  }

  @Test
  void ofShardsInAFolderOrByAGlob() throws Exception {
    make("tars/1.tar", "tars/" + LETTER + ".tar", "more/x" + LETTER + "/1.tar", "more/y/1.tar");

    assertRefused("tars", "tars", "\uFFFD.tar");
    assertRefused("tars/*.tar", "tars", "\uFFFD.tar");
    assertRefused("more/*/1.tar", "more", "x\uFFFD");
    assertThat(ImageInput.of(spark.context().store(), "--val", folder + "/tars/[0-9].tar").files())
        .hasSize(1);
  }

  @Test
  void othersAreNobodysBusiness() throws Exception {
    make("val/a/1.jpg", "val/" + LETTER + ".jpg", "val/a/" + LETTER + ".txt");
    // This is what the letter looks like when it could not be decoded; here it is the name.
    Files.createFile(folder.resolve("val/a/\uFFFD.jpg"));

    assertThat(list("val").size()).isEqualTo(2);
  }

  private ImageListing list(String input) throws IOException {
    return ImageLister.list(spark.context(), "--val", folder + "/" + input);
  }

  private void assertRefused(String input, String in, String name) {
    Throwable root = catchThrowable(() -> list(input));
    assertThat(root).isNotNull();
    while (root.getCause() != null) {
      root = root.getCause();
    }
    assertThat(root)
        .isInstanceOf(UserException.class)
        .hasMessageMatching(
            "Cannot list file:%s/%s: Java cannot decode the name %s \\(sun.jnu.encoding is UTF-8\\); rename it, in UTF-8"
                .formatted(folder, in, name));
  }

  /** Makes files, which Java could not. */
  private void make(String... files) throws IOException, InterruptedException {
    for (String file : files) {
      List<String> command =
          List.of(
              "bash",
              "-c",
              "file=$(printf \"$1\") && mkdir -p \"$(dirname \"$file\")\" && : > \"$file\"",
              "make",
              file);
      Process process = new ProcessBuilder(command).directory(folder.toFile()).start();
      assumeTrue(process.waitFor() == 0, "this disk takes any name");
    }
  }
}
