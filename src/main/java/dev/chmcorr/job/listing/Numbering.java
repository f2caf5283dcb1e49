package dev.chmcorr.job.listing;

import dev.chmcorr.domain.CodePointOrder;
import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.ImageFile;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.ShardLocation;
import dev.chmcorr.domain.UserException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * Numbers images whose classes are not told by their folders, as ImageFolder would number them if
 * they lay in class folders: by class, then by path. Classes that are all whole numbers are in the
 * order of these. Images without a class come last.
 */
public final class Numbering {
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

  private Numbering() {}

  /**
   * An image before it has an id.
   *
   * @param className null if unknown
   * @param path with scheme
   * @param version of its file
   */
  record Found(String className, String path, FileVersion version) {}

  /**
   * An image of a tar.
   *
   * @param className null if unknown
   */
  public record Labelled(ImageFile file, String className) {}

  private record Named(Found found, String folder, String file) {
    static Named of(Found found, String name) {
      int slash = name.lastIndexOf('/');
      return new Named(found, name.substring(0, Math.max(0, slash)), name.substring(slash + 1));
    }

    String className() {
      return found.className();
    }
  }

  /**
   * The images by id.
   *
   * @param root folder below which most of them lie
   * @param source what the user named
   */
  static ImageListing number(Path root, String source, Collection<Found> images) {
    Naming naming = naming(root, source, images);
    List<Named> named = new ArrayList<>(images.size());
    for (Found found : images) {
      named.add(Named.of(found, naming.name(root.toString(), found.path(), found.className())));
    }
    List<ImageRef> refs = numbered(named, labels(images));
    return new ImageListing(root, refs, Map.of(), new ImageListing.Origin(source, naming));
  }

  private static List<ImageRef> numbered(List<Named> named, Map<String, Integer> labels) {
    // Folder and file apart, so that "a", "a-b", "a/b" keep the order that their strings have.
    named.sort(
        Comparator.comparing(
                (Named image) -> labels.get(image.className()),
                Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Named::folder, CodePointOrder.COMPARATOR)
            .thenComparing(Named::file, CodePointOrder.COMPARATOR));
    List<ImageRef> refs = new ArrayList<>(named.size());
    for (Named image : named) {
      Found found = image.found();
      int label = labels.getOrDefault(found.className(), 0);
      refs.add(new ImageRef(refs.size(), found.path(), found.className(), label, found.version()));
    }
    return refs;
  }

  /**
   * Members of tars, whose folders say nothing, by id. They are named class/member, those without a
   * class as the member; where two have the same name, all begin with their tar's.
   *
   * @param images whose paths are {@link ShardLocation}s
   */
  public static List<ImageRef> members(List<Labelled> images) {
    List<ShardLocation> locations =
        images.stream()
            .map(image -> ShardLocation.parse(image.file().path()).orElseThrow())
            .toList();
    Set<String> names = new HashSet<>();
    boolean distinct = locations.stream().allMatch(location -> names.add(location.name()));
    List<Named> named = new ArrayList<>(images.size());
    for (int i = 0; i < images.size(); i++) {
      String className = images.get(i).className();
      ShardLocation at = locations.get(i);
      String member = distinct ? at.name() : tar(at) + "/" + at.name();
      ShardLocation renamed =
          new ShardLocation(
              at.shard(),
              at.offset(),
              at.size(),
              className == null ? member : className + "/" + member);
      Found found = new Found(className, renamed.toString(), images.get(i).file().version());
      named.add(Named.of(found, renamed.name()));
    }
    return numbered(named, labels(named.stream().map(Named::found).toList()));
  }

  private static String tar(ShardLocation at) {
    String tar = at.shard().substring(at.shard().lastIndexOf('/') + 1);
    return tar.substring(0, tar.lastIndexOf('.'));
  }

  private static Naming naming(Path root, String source, Collection<Found> images) {
    for (Naming naming : List.of(Naming.BELOW_CLASS, Naming.WHOLE)) {
      Set<String> names = new HashSet<>();
      if (images.stream()
          .allMatch(
              image -> names.add(naming.name(root.toString(), image.path(), image.className())))) {
        return naming;
      }
    }
    throw new UserException(
        "Cannot read %s: two images have the same path but for its scheme".formatted(source));
  }

  private static Map<String, Integer> labels(Collection<Found> images) {
    Set<String> classes = new HashSet<>();
    images.stream().map(Found::className).filter(Objects::nonNull).forEach(classes::add);
    TreeSet<String> sorted = new TreeSet<>(order(classes));
    sorted.addAll(classes);
    Map<String, Integer> labels = new HashMap<>();
    sorted.forEach(name -> labels.put(name, labels.size()));
    return labels;
  }

  /** The order of classes of these names. */
  public static Comparator<String> order(Collection<String> classes) {
    return classes.stream().allMatch(name -> NUMBER.matcher(name).matches())
        ? Comparator.comparingLong((String name) -> Long.parseLong(name))
            .thenComparing(CodePointOrder.COMPARATOR)
        : CodePointOrder.COMPARATOR;
  }
}
