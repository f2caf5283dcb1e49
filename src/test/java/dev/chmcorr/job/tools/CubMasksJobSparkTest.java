package dev.chmcorr.job.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chmcorr.domain.HiddenFiles;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.HugeImage;
import dev.chmcorr.job.lists.FileOptions;
import dev.chmcorr.job.run.LocalSpark;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CubMasksJobSparkTest {
  @TempDir private Path folder;

  /** Each must be scaled by the size of its own file. */
  @Test
  void filesOfOneNameInFoldersOfOneClassHaveMasksOfTheirOwn() throws IOException {
    write(folder.resolve("val/c/a/1.png"), 240, 240);
    write(folder.resolve("val/c/b/1.png"), 480, 480);
    Files.writeString(folder.resolve("images.txt"), "1 c/a/1.png\n2 c/b/1.png\n");
    Files.createDirectories(folder.resolve("parts"));
    Files.writeString(folder.resolve("parts/part_locs.txt"), "1 1 0 200 1\n2 1 0 200 1\n");

    CubMasksJob.run(
        new LocalSpark().context(),
        new MasksOptions(
            folder.toString(), folder + "/val", CubMasksJob.Parts.ALL, folder + "/masks.json"));

    JsonNode masks = new ObjectMapper().readTree(folder.resolve("masks.json").toFile());
    assertThat(masks).hasSize(2);
    assertThat(masks.at("/c~1a~11.png/5/0").intValue()).isEqualTo(1);
    assertThat(masks.at("/c~1b~11.png/2/0").intValue()).isEqualTo(1);
  }

  /** It may fit another time, unlike what is no image. */
  @Test
  void aQueryThatDoesNotFitInMemoryIsMissed() throws IOException {
    write(folder.resolve("val/a/1.png"), 240, 240);
    HugeImage.write(folder.resolve("val/a/2.ppm"));
    Files.writeString(folder.resolve("val/a/3.png"), "no image");
    Files.writeString(folder.resolve("images.txt"), "1 a/1.png\n2 a/2.ppm\n3 a/3.png\n");
    Files.createDirectories(folder.resolve("parts"));
    Files.writeString(folder.resolve("parts/part_locs.txt"), "1 1 0 200 1\n2 1 0 200 1\n");
    LocalSpark spark = new LocalSpark();
    MasksOptions options =
        new MasksOptions(
            folder.toString(),
            folder + "/val",
            CubMasksJob.Parts.ALL,
            folder + "/masks.json",
            FileOptions.UNSAID,
            Limits.DEFAULT.withPixels(HugeImage.PIXELS));

    List<byte[]> ballast = HugeImage.ballast();
    assertThatThrownBy(() -> CubMasksJob.run(spark.context(), options))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "Cannot read 1 query, such as %1$s/val/a/2.ppm: file:%1$s/masks.json lacks their masks",
            folder);
    Reference.reachabilityFence(ballast);

    assertThat(spark.progress())
        .contains("/val/a/2.ppm: not enough memory to decode 26754 x 26754 pixels")
        .contains("no mask for " + folder + "/val/a/3.png: ");
  }

  @Test
  void hiddenAndOtherFilesHaveMasksWhereTheyAreImages() throws IOException {
    write(folder.resolve("val/c/1.png"), 240, 240);
    write(folder.resolve("val/c/.2.png"), 240, 240);
    write(folder.resolve("val/c/3.jfif"), 240, 240);
    Files.writeString(folder.resolve("images.txt"), "1 c/1.png\n2 c/.2.png\n3 c/3.jfif\n");
    Files.createDirectories(folder.resolve("parts"));
    Files.writeString(folder.resolve("parts/part_locs.txt"), "1 1 0 9 1\n2 1 0 9 1\n3 1 0 9 1\n");

    assertThat(masked(FileOptions.UNSAID)).containsExactly("c/1.png");
    assertThat(masked(FileOptions.of(HiddenFiles.KEEP))).containsExactly("c/.2.png", "c/1.png");
    assertThat(masked(FileOptions.UNSAID.withMoreEndings())).containsExactly("c/1.png", "c/3.jfif");
  }

  private List<String> masked(FileOptions files) throws IOException {
    CubMasksJob.run(
        new LocalSpark().context(),
        new MasksOptions(
            folder.toString(),
            folder + "/val",
            CubMasksJob.Parts.ALL,
            folder + "/masks.json",
            files,
            Limits.DEFAULT));
    List<String> names = new ArrayList<>();
    new ObjectMapper()
        .readTree(folder.resolve("masks.json").toFile())
        .fieldNames()
        .forEachRemaining(names::add);
    return names.stream().sorted().toList();
  }

  private static void write(Path file, int width, int height) throws IOException {
    Files.createDirectories(file.getParent());
    ImageIO.write(
        new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
  }
}
