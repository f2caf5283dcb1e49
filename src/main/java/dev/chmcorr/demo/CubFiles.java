package dev.chmcorr.demo;

import java.awt.geom.Point2D;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The text files of CUB-200-2011 (Wah et al. 2011): which images there are, where parts lie. */
final class CubFiles {
  private final StringBuilder images = new StringBuilder();
  private final StringBuilder labels = new StringBuilder();
  private final StringBuilder splits = new StringBuilder();
  private final StringBuilder locations = new StringBuilder();
  private int lastId;

  /**
   * One image.
   *
   * @param name "class/file"
   * @param label counts from 1
   * @param parts where those are that can be seen, in pixels
   */
  record Bird(String name, int label, boolean gallery, Map<Part, Point2D> parts) {}

  void add(Bird bird) {
    int id = ++lastId;
    images.append(id).append(' ').append(bird.name()).append('\n');
    labels.append(id).append(' ').append(bird.label()).append('\n');
    splits.append(id).append(bird.gallery() ? " 1\n" : " 0\n");
    for (Part part : Part.values()) {
      Point2D at = bird.parts().getOrDefault(part, new Point2D.Double());
      int visible = bird.parts().containsKey(part) ? 1 : 0;
      locations.append(
          String.format(
              Locale.ROOT, "%d %d %.1f %.1f %d\n", id, part.id(), at.getX(), at.getY(), visible));
    }
  }

  void write(Path root, List<String> classes) throws IOException {
    Files.createDirectories(root.resolve("parts"));
    StringBuilder numbered = new StringBuilder();
    for (int i = 0; i < classes.size(); i++) {
      numbered.append(i + 1).append(' ').append(classes.get(i)).append('\n');
    }
    StringBuilder names = new StringBuilder();
    for (Part part : Part.values()) {
      names.append(part.id()).append(' ').append(part.text()).append('\n');
    }
    Files.writeString(root.resolve("images.txt"), images);
    Files.writeString(root.resolve("classes.txt"), numbered);
    Files.writeString(root.resolve("image_class_labels.txt"), labels);
    Files.writeString(root.resolve("train_test_split.txt"), splits);
    Files.writeString(root.resolve("parts/parts.txt"), names);
    Files.writeString(root.resolve("parts/part_locs.txt"), locations);
  }
}
