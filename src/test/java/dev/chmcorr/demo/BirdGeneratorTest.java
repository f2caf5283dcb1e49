package dev.chmcorr.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BirdGeneratorTest {
  @TempDir Path root;

  @Test
  void whoIsInterruptedDrawsNoMore(@TempDir Path folder) throws IOException {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> BirdGenerator.write(folder, new BirdGenerator.Options(3, 4, 6, 1)))
        .isInstanceOf(InterruptedIOException.class);

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void drawsTheSameFilesForTheSameSeed() throws IOException {
    BirdGenerator.write(root.resolve("a"), new BirdGenerator.Options(3, 2, 1, 5));
    BirdGenerator.write(root.resolve("b"), new BirdGenerator.Options(3, 2, 1, 5));
    BirdGenerator.write(root.resolve("c"), new BirdGenerator.Options(3, 2, 1, 6));

    assertThat(contents(root.resolve("a"))).isEqualTo(contents(root.resolve("b")));
    assertThat(contents(root.resolve("a"))).isNotEqualTo(contents(root.resolve("c")));
  }

  @Test
  void drawsAnImageWhateverTheOthers() throws IOException {
    BirdGenerator.write(root.resolve("few"), new BirdGenerator.Options(3, 1, 1, 5));
    BirdGenerator.write(root.resolve("many"), new BirdGenerator.Options(6, 3, 2, 5));

    Map<String, String> many = contents(root.resolve("many"));
    contents(root.resolve("few"))
        .forEach(
            (name, bytes) -> {
              if (name.endsWith(".jpg")) {
                assertThat(many).containsEntry(name, bytes);
              }
            });
  }

  @Test
  void laysImagesOutInClassFolders() throws IOException {
    BirdGenerator.write(root, new BirdGenerator.Options(6, 3, 2, 5));

    assertThat(images("train")).hasSize(18);
    assertThat(images("val")).hasSize(12);
    List<String> classes = Files.readAllLines(root.resolve("classes.txt"));
    assertThat(classes).hasSize(6).doesNotHaveDuplicates();
    for (String line : classes) {
      String name = line.split(" ")[1];
      assertThat(name).matches("00[1-6]\\.[A-Z][a-z]+_([a-z]+_)?[a-z]+");
      assertThat(root.resolve("train").resolve(name)).isDirectory();
      assertThat(root.resolve("val").resolve(name)).isDirectory();
    }
    for (Path file : images("train")) {
      BufferedImage image = ImageIO.read(file.toFile());
      assertThat(image.getWidth()).isBetween(300, 500);
      assertThat(image.getHeight()).isBetween(300, 500);
    }
  }

  @Test
  void writesThePartsOfCub() throws IOException {
    BirdGenerator.write(root, new BirdGenerator.Options(5, 2, 2, 5));

    assertThat(Files.readAllLines(root.resolve("parts/parts.txt")))
        .hasSize(15)
        .contains("2 beak", "3 belly", "12 right leg", "13 right wing", "14 tail", "15 throat");
    Map<Integer, BufferedImage> pictures = pictures();
    assertThat(pictures).hasSize(20);
    int visible = 0;
    List<String> lines = Files.readAllLines(root.resolve("parts/part_locs.txt"));
    assertThat(lines).hasSize(20 * 15);
    for (String line : lines) {
      String[] fields = line.split(" ");
      BufferedImage picture = pictures.get(Integer.parseInt(fields[0]));
      assertThat(Integer.parseInt(fields[1])).isBetween(1, 15);
      if (fields[4].equals("1")) {
        visible++;
        assertThat(Double.parseDouble(fields[2])).isBetween(0.0, picture.getWidth() - 0.05);
        assertThat(Double.parseDouble(fields[3])).isBetween(0.0, picture.getHeight() - 0.05);
      } else {
        assertThat(line).endsWith(" 0.0 0.0 0");
      }
    }
    // One side shows 13 of 15 parts; leaves and the picture's edge hide a few.
    assertThat(visible).isBetween(20 * 9, 20 * 13 - 1);
  }

  @Test
  void marksGalleryImagesAsTraining() throws IOException {
    BirdGenerator.write(root, new BirdGenerator.Options(2, 2, 1, 5));

    assertThat(Files.readAllLines(root.resolve("train_test_split.txt")))
        .containsExactly("1 1", "2 1", "3 0", "4 1", "5 1", "6 0");
    assertThat(Files.readAllLines(root.resolve("image_class_labels.txt")))
        .containsExactly("1 1", "2 1", "3 1", "4 2", "5 2", "6 2");
  }

  @Test
  void refusesCountsThatFileNamesCannotHold() {
    assertThatThrownBy(() -> new BirdGenerator.Options(0, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid species: 0 (must be 1..999)");
    assertThatThrownBy(() -> new BirdGenerator.Options(1, 1, 1001, 1))
        .hasMessage("Invalid queriesPerSpecies: 1001 (must be 1..1000)");
  }

  /** Image id to picture, by images.txt. */
  private Map<Integer, BufferedImage> pictures() throws IOException {
    Map<Integer, BufferedImage> pictures = new HashMap<>();
    for (String line : Files.readAllLines(root.resolve("images.txt"))) {
      String[] fields = line.split(" ");
      Path train = root.resolve("train").resolve(fields[1]);
      Path file = Files.exists(train) ? train : root.resolve("val").resolve(fields[1]);
      pictures.put(Integer.parseInt(fields[0]), ImageIO.read(file.toFile()));
    }
    return pictures;
  }

  private List<Path> images(String split) throws IOException {
    try (Stream<Path> files = Files.walk(root.resolve(split))) {
      return files.filter(f -> f.toString().endsWith(".jpg")).toList();
    }
  }

  private static Map<String, String> contents(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      all.filter(Files::isRegularFile).forEach(files::add);
    }
    Map<String, String> contents = new TreeMap<>();
    for (Path file : files) {
      contents.put(
          folder.relativize(file).toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
    }
    return contents;
  }
}
