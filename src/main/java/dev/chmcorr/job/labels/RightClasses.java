package dev.chmcorr.job.labels;

import dev.chmcorr.domain.GroundTruth;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.folder.ImageNames;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.lists.ClassList;
import dev.chmcorr.job.lists.ImageKeys;
import dev.chmcorr.job.lists.LabelOptions;
import dev.chmcorr.job.lists.ListEntry;
import dev.chmcorr.job.lists.ListFiles;
import dev.chmcorr.job.lists.ListFormat;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.Path;

/**
 * The right classes of queries by a file of their own, whatever class their set gives them: an
 * image may have several, or none and is not judged.
 */
public final class RightClasses {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  private final String file;
  private final String digest;
  private final TruthFile truth;
  private final ClassList classList;
  private final ImageNames imageNames;

  private RightClasses(
      String file, String digest, TruthFile truth, ClassList classList, ImageNames imageNames) {
    this.file = file;
    this.digest = digest;
    this.truth = truth;
    this.classList = classList;
    this.imageNames = imageNames;
  }

  /** Reads the file; null if the options name none. */
  public static RightClasses read(Storage store, LabelOptions options, ImageNames names)
      throws IOException {
    if (options.truth() == null) {
      if (options.truthClasses() != null) {
        throw new UserException(
            "Unsupported --truth-classes %s: it names the classes of --truth, which is not given"
                .formatted(options.truthClasses()));
      }
      return null;
    }
    Path file = store.path(options.truth());
    store.require("--truth", file);
    String digest = DigestUtils.sha256Hex(store.read(file));
    ClassList classes = null;
    if (options.truthClasses() != null) {
      Path list = store.path(options.truthClasses());
      store.require("--truth-classes", list);
      classes = ClassList.parse(list.toString(), ListFiles.lines(store, list));
      digest = DigestUtils.sha256Hex(digest + DigestUtils.sha256Hex(store.read(list)));
    }
    return new RightClasses(
        file.toString(), digest, TruthFile.read(store, file, names), classes, names);
  }

  /** Other where the answers may be others. */
  public String digest() {
    return digest;
  }

  /**
   * The right answers of queries, by their names.
   *
   * @param queries the class that their set gives each of them, or null, by their names below the
   *     set's folder
   * @param classes of the gallery
   * @throws UserException if the file has nothing to say of any of them, or is clearly of others
   */
  public Map<String, GroundTruth> of(
      Map<String, String> queries, ClassNumbers classes, Console console) {
    Map<String, List<String>> found = truth.numbered() > 0 ? byNumber(queries) : byName(queries);
    UnaryOperator<String> names = names(classes);
    Map<String, GroundTruth> answers = new HashMap<>();
    found.forEach(
        (name, labels) ->
            answers.put(
                name,
                new GroundTruth(
                    labels.stream().map(names).filter(Objects::nonNull).distinct().toList())));
    report(queries, answers, console);
    return answers;
  }

  private Map<String, List<String>> byNumber(Map<String, String> queries) {
    Map<String, List<String>> byNumber = new HashMap<>();
    truth.entries().forEach(entry -> add(byNumber, entry.path(), entry));
    Map<String, List<String>> byName = new HashMap<>();
    Set<Integer> taken = new HashSet<>();
    for (String name : queries.keySet()) {
      int number = ImageKeys.number(name).orElse(0);
      if (number < 1 || number > truth.numbered() || !taken.add(number)) {
        throw unusable(
            "list n is of the image whose name ends with number n + 1 (1..%d, each once), but there is %s"
                .formatted(truth.numbered(), ListFormat.shown(name)));
      }
      byName.put(name, byNumber.get(String.valueOf(number)));
    }
    return byName;
  }

  private Map<String, List<String>> byName(Map<String, String> queries) {
    ImageKeys keys = new ImageKeys(queries.keySet(), imageNames);
    Map<String, List<String>> byName = new HashMap<>();
    for (ListEntry entry : truth.entries()) {
      String name = keys.find(entry, this::unusable);
      if (name != null) {
        add(byName, name, entry);
      }
    }
    if (byName.isEmpty()) {
      throw unusable(
          "none of its %s fits one of %s, such as %s"
              .formatted(
                  Texts.count(truth.entries().size(), "line"),
                  Texts.count(queries.size(), "query"),
                  ListFormat.shown(queries.keySet().iterator().next())));
    }
    return byName;
  }

  private static void add(Map<String, List<String>> classes, String image, ListEntry entry) {
    List<String> of = classes.computeIfAbsent(image, name -> new ArrayList<>(1));
    if (entry.className() != null) {
      of.add(entry.className());
    }
  }

  /** From the words of the file to the names of classes. */
  private UnaryOperator<String> names(ClassNumbers classes) {
    Set<String> labels = new HashSet<>();
    truth.entries().stream()
        .map(ListEntry::className)
        .filter(label -> label != null)
        .forEach(labels::add);
    if (classList != null) {
      return classList.names(labels)::get;
    }
    boolean areNumbers =
        labels.stream().allMatch(label -> NUMBER.matcher(label).matches())
            && !classes.names().values().containsAll(labels);
    return areNumbers ? label -> name(Integer.parseInt(label), classes) : label -> label;
  }

  private String name(int number, ClassNumbers classes) {
    String name = classes.names().get(number);
    return switch (classes.extent()) {
      case NUMBERED_APART ->
          throw unusable(
              "its classes are numbers, and the gallery has some classes of all, numbered among themselves; name the classes by --truth-classes FILE");
      // A class that no query has among its neighbours cannot be predicted.
      case SOME_OF_ALL -> name == null ? "class number " + number : name;
      case ALL -> {
        if (name == null) {
          throw unusable(
              "it has class %d, the gallery %s, numbered from 0; name the classes by --truth-classes FILE"
                  .formatted(number, Texts.count(classes.names().size(), "class")));
        }
        yield name;
      }
    };
  }

  private void report(
      Map<String, String> queries, Map<String, GroundTruth> answers, Console console) {
    long judged = answers.values().stream().filter(GroundTruth::isKnown).count();
    List<String> both =
        answers.keySet().stream()
            .filter(name -> queries.get(name) != null && answers.get(name).isKnown())
            .toList();
    long agree = both.stream().filter(name -> answers.get(name).judge(queries.get(name))).count();
    boolean byNumbers = classList == null && truth.numbered() > 0;
    if (byNumbers && agree * 2 < both.size()) {
      throw unusable(
          "of %s with a class of their own only %d have it among their right ones: its numbers are those of other classes; name these by --truth-classes FILE"
              .formatted(Texts.count(both.size(), "query"), agree));
    }
    console.stage(
        "truth: %d of %s have right classes in %s, %d are not judged; %d of %d with a class of their own have it among these",
        judged,
        Texts.count(queries.size(), "query"),
        file,
        queries.size() - judged,
        agree,
        both.size());
  }

  private UserException unusable(String why) {
    return new UserException("Cannot use --truth %s: %s".formatted(file, why));
  }
}
