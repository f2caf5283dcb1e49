package dev.chmcorr.job.study;

import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.method.ComparisonMethods;
import dev.chmcorr.job.network.NetworkOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** The methods that a study's file names. */
final class StudyMethodReader {
  private static final String NAME = "name";

  private StudyMethodReader() {}

  /** Words such as {@code emd}, or such as {@code {name: emd, emd-stop: pair}}. */
  static List<StudyMethod> all(StudyValue list) {
    Map<String, StudyMethod> methods = new LinkedHashMap<>();
    for (StudyValue item : list.items()) {
      StudyMethod method = item.checked(StudyMethodReader::one);
      if (methods.put(method.name(), method) != null) {
        throw item.wrong("%s stands there twice".formatted(StudyValue.shown(method.name())));
      }
    }
    return List.copyOf(methods.values());
  }

  private static StudyMethod one(StudyValue value) {
    if (!(value.node() instanceof MappingNode)) {
      return new StudyMethod(value.text("a method"), Map.of());
    }
    Map<String, StudyValue> named = value.named("a method", "has a name and options of its own");
    if (!named.containsKey(NAME)) {
      throw value.wrong("a method lacks the key name");
    }
    String name = named.get(NAME).text("the name of a method");
    List<String> allowed = new ArrayList<>(List.of(NAME));
    allowed.addAll(ComparisonMethods.named(name).settings(Map.of()).keySet());
    Map<String, String> settings = new LinkedHashMap<>();
    value.keys("method " + name, allowed).forEach((key, word) -> settings.put(key, word.text(key)));
    settings.remove(NAME);
    return new StudyMethod(name, settings);
  }

  /**
   * Makes sure that a network can do what a data set goes through.
   *
   * @param place where the data set stands
   */
  static void demand(StudyValue place, StudyNetwork network, StudyMethod method) {
    try {
      method
          .method()
          .networks(
              new NetworkOptions(
                  network.model(),
                  network.chm(),
                  network.precision(),
                  DeviceChoice.AUTO,
                  NetworkOptions.BY_DEVICE));
    } catch (UserException e) {
      throw place.wrong(
          "its network %s: %s, or leave method %s out of the data set's methods"
              .formatted(StudyValue.shown(network.name()), e.getMessage(), method.name()));
    }
  }
}
