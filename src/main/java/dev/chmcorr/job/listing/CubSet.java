package dev.chmcorr.job.listing;

import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.lists.ListEntry;
import dev.chmcorr.job.lists.ListFiles;
import dev.chmcorr.job.lists.ListFormat;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/**
 * CUB-200-2011 as it is downloaded (Wah et al. 2011), or what has the same files: its training side
 * is the gallery, its test side are the queries. Ids are those of its class folders sorted apart by
 * these sides.
 */
public final class CubSet {
  /** What comes before the folder's path where a set is named. */
  public static final String PREFIX = "cub:";

  private static final String IMAGES = "images.txt";

  private final Storage store;
  private final ImageInput input;
  private final Path folder;

  private CubSet(Storage store, ImageInput input) {
    this.store = store;
    this.input = input;
    this.folder = input.root();
  }

  public static ImageList read(Storage store, ImageInput input) throws IOException {
    return new CubSet(store, input).read();
  }

  private ImageList read() throws IOException {
    Map<String, String> classes = byId("classes.txt");
    checkDistinct(classes);
    Map<String, String> labels = byId("image_class_labels.txt");
    Map<String, String> training = byId("train_test_split.txt");
    Path images = new Path(folder, "images");
    String wanted = input.set() == Split.GALLERY ? "1" : "0";
    List<ListEntry> entries = new ArrayList<>();
    List<String> lines = lines(IMAGES);
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      String[] words = words(IMAGES, i, lines.get(i));
      if (side(training, words[0]).equals(wanted)) {
        String label = of(labels, "image_class_labels.txt", words[0]);
        String path = ImageList.path(images, words[1]);
        entries.add(new ListEntry(IMAGES, i + 1, path, of(classes, "classes.txt", label)));
      }
    }
    if (entries.isEmpty()) {
      throw unusable("train_test_split.txt puts no image on this side");
    }
    return new ImageList(input, images, entries);
  }

  /** Two classes of one name would be one here. */
  private void checkDistinct(Map<String, String> classes) {
    Map<String, String> byName = new HashMap<>();
    for (Map.Entry<String, String> one : new TreeMap<>(classes).entrySet()) {
      String earlier = byName.put(one.getValue(), one.getKey());
      if (earlier != null) {
        throw unusable(
            "classes.txt calls both class %s and class %s %s; give each a name of its own"
                .formatted(
                    ListFormat.shown(earlier),
                    ListFormat.shown(one.getKey()),
                    ListFormat.shown(one.getValue())));
      }
    }
  }

  private String side(Map<String, String> training, String image) {
    String side = of(training, "train_test_split.txt", image);
    if (!side.equals("0") && !side.equals("1")) {
      throw unusable(
          "train_test_split.txt says %s of image %s (must be 0 or 1)"
              .formatted(ListFormat.shown(side), ListFormat.shown(image)));
    }
    return side;
  }

  private String of(Map<String, String> values, String file, String key) {
    String value = values.get(key);
    if (value == null) {
      throw unusable("%s has no line for %s".formatted(file, ListFormat.shown(key)));
    }
    return value;
  }

  private Map<String, String> byId(String file) throws IOException {
    Map<String, String> values = new HashMap<>();
    List<String> lines = lines(file);
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        String[] words = words(file, i, lines.get(i));
        if (values.put(words[0], words[1]) != null) {
          throw unusable(
              "line %d of %s says %s again".formatted(i + 1, file, ListFormat.shown(words[0])));
        }
      }
    }
    return values;
  }

  private String[] words(String file, int line, String text) {
    String[] words = text.strip().split("\\s+", 2);
    if (words.length < 2) {
      throw unusable(
          "line %d of %s is \"%s\" (must be a number and what it stands for)"
              .formatted(line + 1, file, ListFormat.shown(text)));
    }
    return words;
  }

  private List<String> lines(String name) throws IOException {
    Path file = new Path(folder, name);
    if (!store.exists(file)) {
      throw unusable(
          "it has no %s; give the folder that has images.txt, such as CUB_200_2011"
              .formatted(name));
    }
    return ListFiles.lines(store, file);
  }

  private UserException unusable(String why) {
    return new UserException(
        "Cannot list %s %s%s: %s".formatted(input.what(), PREFIX, folder, why));
  }
}
