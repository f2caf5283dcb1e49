package dev.chmcorr.job.sweep;

import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Framing;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.QuerySelection;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.DataOptions;
import dev.chmcorr.job.input.OnError;
import dev.chmcorr.job.knn.KnnOptions;
import dev.chmcorr.job.knn.KnnOptions.Recognition;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.lists.LabelOptions;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.rerank.RerankOptions;
import dev.chmcorr.job.rerank.RerankOptions.Scoring;
import dev.chmcorr.job.rescore.RescoreOptions;
import dev.chmcorr.job.rescore.RescoreOptions.Tables;
import dev.chmcorr.job.score.PerQuery;
import dev.chmcorr.job.study.Study;
import dev.chmcorr.job.study.StudyData;
import dev.chmcorr.job.study.StudyMethod;
import dev.chmcorr.job.study.StudyNetwork;
import dev.chmcorr.job.study.StudyTruth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A data set that goes through one of its networks: a ranking, and for each method its pairs and
 * their accuracies.
 *
 * @param study that it belongs to
 * @param places below the study's folder
 * @param data whose images are, if they are built-in birds, named as any others
 * @param network whose archives are files
 */
public record StudyRun(Study study, StudyPlaces places, StudyData data, StudyNetwork network) {

  /**
   * All of a study, in its order.
   *
   * @throws UserException if two would have the same folder
   */
  public static List<StudyRun> all(Study study, StudyPlaces places) {
    List<StudyRun> runs = new ArrayList<>();
    Set<String> folders = new HashSet<>();
    for (StudyData data : study.data()) {
      for (String network : data.networks()) {
        StudyRun run =
            new StudyRun(study, places, places.of(data), places.of(study.networks().get(network)));
        runs.add(run);
        for (StudyMethod method : run.methods()) {
          run.judgements(method).stream()
              .filter(name -> !folders.add(name))
              .forEach(name -> refuseTwice(study, name));
        }
      }
    }
    return runs;
  }

  private static void refuseTwice(Study study, String name) {
    throw new UserException(
        "Cannot run study %s: two of its runs would be called %s; rename a data set, a network or one of truths"
            .formatted(study.file(), name));
  }

  /** Names of what is judged of a method. */
  private List<String> judgements(StudyMethod method) {
    List<String> names = new ArrayList<>(List.of(name(method.name())));
    data.truths().forEach(truth -> names.add(name(method.name(), truth)));
    return names;
  }

  /** By which its pairs are compared, in the study's order. */
  List<StudyMethod> methods() {
    return study.methods().stream()
        .filter(method -> data.methods().contains(method.name()))
        .toList();
  }

  /** Its name: that of its ranking's folder. */
  String name() {
    return data.name() + "-" + network.name();
  }

  /** The name of its folders for a method. */
  String name(String method) {
    return name() + "-" + method;
  }

  /** The name of its folder for a method and what is right. */
  String name(String method, StudyTruth truth) {
    return truth == null ? name(method) : name(method) + "-" + truth.name();
  }

  /** The images, for a command that finds nothing of them in a record. */
  DataOptions images(String unpack) {
    return new DataOptions(
        data.images().train(),
        data.images().val(),
        data.classes(),
        data.missing(),
        OnError.RECORD,
        Limits.DEFAULT,
        InputOptions.unpackedTo(unpack)
            .with(data.lists())
            .with(new LabelOptions(null, null, data.relabel())));
  }

  KnnOptions knn() {
    return new KnnOptions(
        name(),
        images(places.rankings()),
        new NetworkOptions(
            network.model(),
            null,
            network.precision(),
            DeviceChoice.AUTO,
            NetworkOptions.BY_DEVICE,
            network.framing().or(Framing.PUBLISHED)),
        data.transform(),
        study.neighbours(),
        Recognition.BY_VERSION,
        places.rankings(),
        KnnOptions.SameImages.RANKED,
        QuerySelection.ALL);
  }

  /** How it is re-ranked in one setting; what its ranking's record knows is not said again. */
  RerankOptions rerank(StudyMethod method, Scoring scoring, int cacheMebibytes) {
    return new RerankOptions(
            new DataOptions(
                null,
                null,
                null,
                data.missing(),
                OnError.RECORD,
                Limits.DEFAULT,
                InputOptions.unpackedTo(places.rankings())),
            method.name(),
            new NetworkOptions(
                null, network.chm(), Precision.AUTO, DeviceChoice.AUTO, NetworkOptions.BY_DEVICE),
            places.ranking(this),
            null,
            method.scoring(scoring),
            places.pairs(this, method.name()),
            null,
            PerQuery.NONE,
            cacheMebibytes)
        .withMethodSettings(method.settings());
  }

  /**
   * How its pairs are scored.
   *
   * @param truth what is right; null for the classes of the queries
   */
  RescoreOptions rescore(StudyMethod method, StudyTruth truth) {
    return new RescoreOptions(
        places.pairs(this, method.name()),
        places.accuracies(name(method.name(), truth)),
        method.grid(study.settings().grid()),
        data.masks() == null ? List.of() : List.of(RescoreOptions.ATTENTION, places.masks(data)),
        switch (study.results()) {
          case FIRST -> Tables.ACCURACIES;
          case ALL -> Tables.ACCURACIES_AND_RESULTS;
        },
        truth == null ? LabelOptions.NONE : truth.labels(),
        Limits.DEFAULT);
  }

  /** The same for runs that embed the same images, or some of them, by the same network. */
  String gallery() {
    return network.name() + " " + data.images().train();
  }
}
