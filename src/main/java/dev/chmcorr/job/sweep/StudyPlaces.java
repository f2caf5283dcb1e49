package dev.chmcorr.job.sweep;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.study.StudyData;
import dev.chmcorr.job.study.StudyMasks;
import dev.chmcorr.job.study.StudyNetwork;
import dev.chmcorr.store.Storage;
import java.nio.file.Path;

/**
 * What lies where below the folder of a study.
 *
 * <ul>
 *   <li>{@code knn}: rankings, a folder for each data set and network, and the embeddings that they
 *       share;
 *   <li>{@code rerank}: pairs, a folder for each of these and method;
 *   <li>{@code rescore}: accuracies, likewise;
 *   <li>{@code masks}: a file for each data set that has its masks made;
 *   <li>{@code built-in}: birds and the networks for them;
 *   <li>{@code study}: the table of all, and what was done;
 *   <li>{@code report}: the site.
 * </ul>
 *
 * @param out the folder, absolute, with scheme
 */
public record StudyPlaces(String out) {
  private static final String LOCAL = "file:";

  static StudyPlaces of(Storage store, String out) {
    return new StudyPlaces(store.path(out).toString());
  }

  String rankings() {
    return out + "/knn";
  }

  String ranking(StudyRun run) {
    return rankings() + "/" + run.name();
  }

  String pairs(StudyRun run, String method) {
    return out + "/rerank/" + run.name(method);
  }

  String accuracies(String name) {
    return out + "/rescore/" + name;
  }

  String masks(StudyData data) {
    return data.masks().file() == null
        ? "%s/masks/%s.json".formatted(out, data.name())
        : data.masks().file();
  }

  String study() {
    return out + "/study";
  }

  String report() {
    return out + "/report";
  }

  /** A data set, with the folders of its birds if it has them. */
  StudyData of(StudyData data) {
    if (!data.images().areBirds()) {
      return data;
    }
    String birds = birds(data.images().birds());
    return new StudyData(
        data.name(),
        new StudyData.Images(birds + "/train", birds + "/val", data.images().birds()),
        data.classes(),
        data.missing(),
        data.lists(),
        data.relabel(),
        data.truths(),
        data.transform(),
        data.networks(),
        data.methods(),
        data.masks() == null || data.masks().file() != null || data.masks().cub() != null
            ? data.masks()
            : new StudyMasks(null, birds, data.masks().parts()));
  }

  /** Networks, built-in ones with their files. */
  StudyNetwork of(StudyNetwork network) {
    return new StudyNetwork(
        network.name(),
        archive(network.model(), "resnet.pt"),
        archive(network.chm(), "chm.pt"),
        network.precision(),
        network.framing());
  }

  private String archive(String given, String name) {
    return StudyNetwork.BUILT_IN.equals(given) ? builtIn() + "/" + name : given;
  }

  /** A folder of so many species of birds. */
  String birds(int species) {
    return builtIn() + "/birds-" + species;
  }

  /** Whether a file is one that comes with the program. */
  boolean isBuiltIn(String file) {
    return file.startsWith(builtIn() + "/");
  }

  private String builtIn() {
    return out + "/built-in";
  }

  /**
   * The folder of what comes with the program.
   *
   * @throws UserException if it does not lie on this machine
   */
  Path localBuiltIn() {
    if (!out.startsWith(LOCAL)) {
      throw new UserException(
          "Cannot put built-in birds and networks in %s: they are made on this machine; give an --out that lies here"
              .formatted(out));
    }
    return Path.of(builtIn().substring(LOCAL.length()));
  }
}
