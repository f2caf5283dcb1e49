package dev.chmcorr.job.study;

import static dev.chmcorr.job.study.StudyValue.shown;

import dev.chmcorr.domain.Framing;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.DataOptions.GalleryClasses;
import dev.chmcorr.job.input.DataOptions.MissingClasses;
import dev.chmcorr.job.lists.ListOptions;
import dev.chmcorr.job.run.RunName;
import dev.chmcorr.job.study.StudyData.Images;
import dev.chmcorr.job.tools.CubMasksJob;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** The file of a study as a {@link Study}: what is wrong in it is told with its place. */
public final class StudyReader {
  private static final List<String> STUDY =
      List.of("networks", "data", "methods", "neighbours", "settings", "results", "pages");
  private static final List<String> NETWORK =
      List.of("model", "chm", "precision", "resize", "crop");
  private static final List<String> DATA =
      List.of(
          "name",
          "train",
          "val",
          "birds",
          "classes",
          "missing-classes",
          "transform",
          "train-split",
          "val-split",
          "labels",
          "class-list",
          "relabel",
          "truths",
          "networks",
          "methods",
          "masks");
  private static final List<String> MASKS = List.of("cub", "parts");
  private static final int MAX_PIXELS = 4096;
  private static final int MAX_SPECIES = 100;
  private static final int MAX_COUNT = 999_999_999;

  private StudyReader() {}

  /** Reads a study before there is a session: a slip in it should not wait for one. */
  public static Study read(String file) throws IOException {
    Storage store = new Storage(SparkHadoopUtil.get().newConfiguration(new SparkConf()));
    Path path = store.path(file);
    if (store.require("study", path).getLen() > StudyText.MAX_LENGTH) {
      throw new UserException(
          "Cannot read study %s: it has more than %d bytes".formatted(file, StudyText.MAX_LENGTH));
    }
    return of(StudyText.read(file, store.read(path)));
  }

  public static Study of(StudyValue file) {
    Map<String, StudyValue> keys = file.keys("a study", STUDY);
    Map<String, StudyNetwork> networks = networks(demand(file, keys, "a study", "networks"));
    StudySettings settings = StudySettingsReader.read(keys.get("settings"));
    int neighbours = optional(keys, "neighbours", 100, v -> v.whole("neighbours", 1, MAX_COUNT));
    if (neighbours < settings.mostCandidates()) {
      throw keys.getOrDefault("neighbours", keys.getOrDefault("settings", file))
          .wrong(
              "neighbours is %d, fewer than N, %d (keep at least as many as are compared)"
                  .formatted(neighbours, settings.mostCandidates()));
    }
    List<StudyMethod> methods =
        optional(keys, "methods", List.of(StudyMethod.PUBLISHED), StudyMethodReader::all);
    return new Study(
        file.file(),
        networks,
        data(demand(file, keys, "a study", "data"), networks, methods),
        methods,
        neighbours,
        settings,
        optional(
            keys, "results", Study.Results.FIRST, v -> v.choice("results", Study.Results.class)),
        optional(keys, "pages", new Study.Pages(200), StudyReader::pages));
  }

  private static StudyValue demand(
      StudyValue of, Map<String, StudyValue> keys, String what, String key) {
    if (!keys.containsKey(key)) {
      throw of.wrong("%s lacks the key %s".formatted(what, key));
    }
    return keys.get(key);
  }

  /** What a key has, or something else if it is not there. */
  static <T> T optional(
      Map<String, StudyValue> keys, String key, T none, Function<StudyValue, T> meaning) {
    StudyValue value = keys.get(key);
    return value == null ? none : value.checked(meaning);
  }

  private static String text(Map<String, StudyValue> keys, String key) {
    return optional(keys, key, null, value -> value.text(key));
  }

  private static Map<String, StudyNetwork> networks(StudyValue value) {
    Map<String, StudyNetwork> networks = new LinkedHashMap<>();
    value
        .named("networks", "has a name of your choice before each, as resnet50: {model: FILE.pt}")
        .forEach(
            (name, network) -> {
              networks.put(name, network.checked(of -> network(name, of)));
            });
    if (networks.isEmpty()) {
      throw value.wrong("networks has none");
    }
    return networks;
  }

  private static StudyNetwork network(String name, StudyValue value) {
    RunName.check("name of a network", name);
    Map<String, StudyValue> keys = value.keys("a network", NETWORK);
    return new StudyNetwork(
        name,
        demand(value, keys, "a network", "model").text("model"),
        text(keys, "chm"),
        optional(keys, "precision", Precision.AUTO, v -> v.choice("precision", Precision.class)),
        new Framing(pixels(keys, "resize"), pixels(keys, "crop")));
  }

  private static Integer pixels(Map<String, StudyValue> keys, String key) {
    return optional(keys, key, null, value -> value.whole(key, 1, MAX_PIXELS));
  }

  private static List<StudyData> data(
      StudyValue value, Map<String, StudyNetwork> networks, List<StudyMethod> methods) {
    List<StudyData> sets = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (StudyValue item : value.items()) {
      StudyData set = item.checked(of -> set(of, networks, methods));
      if (!names.add(set.name())) {
        throw item.wrong("two data sets are named %s".formatted(shown(set.name())));
      }
      sets.add(set);
    }
    return sets;
  }

  private static StudyData set(
      StudyValue value, Map<String, StudyNetwork> networks, List<StudyMethod> methods) {
    Map<String, StudyValue> keys = value.keys("a data set", DATA);
    StudyValue name = demand(value, keys, "a data set", "name");
    name.checked(
        of -> {
          RunName.check("name of a data set", of.text("name"));
          return of;
        });
    Images images = images(value, keys);
    List<String> through = chosen(keys, "networks", "network", List.copyOf(networks.keySet()));
    List<String> by =
        chosen(keys, "methods", "method", methods.stream().map(StudyMethod::name).toList());
    for (String network : through) {
      methods.stream()
          .filter(method -> by.contains(method.name()))
          .forEach(method -> StudyMethodReader.demand(value, networks.get(network), method));
    }
    return new StudyData(
        name.text("name"),
        images,
        optional(
            keys, "classes", GalleryClasses.ALL, v -> v.choice("classes", GalleryClasses.class)),
        optional(
            keys,
            "missing-classes",
            MissingClasses.REFUSE,
            v -> v.choice("missing-classes", MissingClasses.class)),
        new ListOptions(
            text(keys, "train-split"),
            text(keys, "val-split"),
            text(keys, "labels"),
            text(keys, "class-list")),
        text(keys, "relabel"),
        optional(keys, "truths", List.of(), StudyReader::truths),
        optional(
            keys, "transform", TransformSet.SINGLE, v -> v.choice("transform", TransformSet.class)),
        through,
        by,
        optional(keys, "masks", null, v -> masks(v, images)));
  }

  private static Images images(StudyValue value, Map<String, StudyValue> keys) {
    if (keys.containsKey("birds")) {
      for (String other : List.of("train", "val")) {
        if (keys.containsKey(other)) {
          throw keys.get(other).wrong("birds are drawn, so that %s has no place".formatted(other));
        }
      }
      return new Images(
          null, null, keys.get("birds").whole("birds, the number of species,", 3, MAX_SPECIES));
    }
    return new Images(
        demand(value, keys, "a data set", "train").text("train"),
        demand(value, keys, "a data set", "val").text("val"),
        null);
  }

  /** Some of what the study has, or all of it. */
  private static List<String> chosen(
      Map<String, StudyValue> keys, String key, String what, List<String> all) {
    return optional(keys, key, all, list -> distinct(list, item -> known(item, what, all)));
  }

  private static String known(StudyValue item, String what, List<String> all) {
    String name = item.text("the name of a " + what);
    if (!all.contains(name)) {
      throw item.wrong(
          "unknown %s %s (the study has: %s)".formatted(what, shown(name), String.join(", ", all)));
    }
    return name;
  }

  private static List<StudyTruth> truths(StudyValue value) {
    List<StudyTruth> truths = new ArrayList<>();
    value
        .named("truths", "has a name of your choice before each, as real: FILE.json")
        .forEach((name, of) -> truths.add(of.checked(file -> truth(name, file))));
    return truths;
  }

  private static StudyTruth truth(String name, StudyValue value) {
    RunName.check("name of a truth", name);
    if (!(value.node() instanceof MappingNode)) {
      return new StudyTruth(name, value.text("a truth"), null);
    }
    Map<String, StudyValue> keys = value.keys("a truth", List.of("file", "classes"));
    return new StudyTruth(
        name, demand(value, keys, "a truth", "file").text("file"), text(keys, "classes"));
  }

  private static StudyMasks masks(StudyValue value, Images images) {
    if (!(value.node() instanceof MappingNode)) {
      return new StudyMasks(value.text("masks"), null, null);
    }
    Map<String, StudyValue> keys = value.keys("masks", MASKS);
    if (!images.areBirds()) {
      demand(value, keys, "masks of keypoints", "cub");
    }
    return new StudyMasks(
        null,
        text(keys, "cub"),
        optional(
            keys,
            "parts",
            CubMasksJob.Parts.TOP5,
            v -> v.choice("parts", CubMasksJob.Parts.class)));
  }

  /** The items of a list, none of them twice. */
  private static List<String> distinct(StudyValue list, Function<StudyValue, String> meaning) {
    Set<String> words = new LinkedHashSet<>();
    for (StudyValue item : list.items()) {
      String word = item.checked(meaning);
      if (!words.add(word)) {
        throw item.wrong("%s stands there twice".formatted(shown(word)));
      }
    }
    return List.copyOf(words);
  }

  private static Study.Pages pages(StudyValue value) {
    return switch (value.text("pages")) {
      case "all" -> Study.Pages.ALL;
      case "none" -> Study.Pages.NONE;
      default ->
          new Study.Pages(value.whole("pages, all, none or how many of each run,", 1, MAX_COUNT));
    };
  }
}
