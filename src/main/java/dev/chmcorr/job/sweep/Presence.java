package dev.chmcorr.job.sweep;

import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.ImageLister;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.study.StudyData;
import dev.chmcorr.job.study.StudyNetwork;
import dev.chmcorr.job.study.StudyTruth;
import dev.chmcorr.job.sweep.SweepOptions.Failures;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks whether what a study's runs are to read is there, before any of them begins. */
final class Presence {
  private final JobContext context;
  private final Storage store;
  private final StudyPlaces places;
  private final Map<String, String> absent = new LinkedHashMap<>();

  Presence(JobContext context, StudyPlaces places) {
    this.context = context;
    this.store = context.store();
    this.places = places;
  }

  /**
   * Those of the runs that have all that they need.
   *
   * @throws UserException if others are no reason to go on
   */
  List<StudyRun> of(List<StudyRun> runs, Failures failures) throws IOException {
    context.describe("look for images and networks");
    List<StudyRun> present = new ArrayList<>();
    for (StudyRun run : runs) {
      try {
        look(run);
        present.add(run);
      } catch (UserException e) {
        absent.put(run.name(), e.getMessage());
      }
    }
    if (!absent.isEmpty() && failures == Failures.STOP) {
      throw new UserException(
          "Cannot begin: %s; --keep-going leaves %s out".formatted(words(), pronoun()));
    }
    if (present.isEmpty()) {
      throw new UserException("Cannot begin: nothing of the study is there: " + words());
    }
    absent.forEach((name, why) -> context.console().warn("%s is left out: %s", name, why));
    return present;
  }

  /** Says at the end, too, what is missing. */
  void print() {
    absent.forEach((name, why) -> context.console().result("Left out: %s: %s", name, why));
  }

  private String words() {
    List<String> words = new ArrayList<>();
    absent.forEach((name, why) -> words.add(name + ": " + why));
    return "%s %s not there: %s"
        .formatted(
            Texts.count(absent.size(), "data set"),
            Texts.verb(absent.size(), "is", "are"),
            String.join("; ", words));
  }

  private String pronoun() {
    return absent.size() == 1 ? "it" : "them";
  }

  private void look(StudyRun run) throws IOException {
    StudyData data = run.data();
    if (!data.images().areBirds()) {
      InputOptions options = InputOptions.DEFAULT.with(data.lists());
      ImageLister.require(store, "--train", data.images().train(), options);
      ImageLister.require(store, "--val", data.images().val(), options);
      require("labels", "none".equals(data.lists().valLabels()) ? null : data.lists().valLabels());
      require("class-list", data.lists().classList());
    }
    require("relabel", data.relabel());
    for (StudyTruth truth : data.truths()) {
      require("truth " + truth.name(), truth.file());
      require("the classes of truth " + truth.name(), truth.classes());
    }
    if (data.masks() != null && data.masks().file() != null) {
      require("masks", data.masks().file());
    }
    if (data.masks() != null && data.masks().cub() != null && !data.images().areBirds()) {
      require("CUB's folder", data.masks().cub());
    }
    StudyNetwork network = run.network();
    requireMade("model", network.model());
    requireMade("chm", network.chm());
  }

  private void require(String what, String file) throws IOException {
    if (file != null) {
      store.require(what, store.path(file));
    }
  }

  /** Built-in networks are put there later. */
  private void requireMade(String what, String file) throws IOException {
    if (file != null && !places.isBuiltIn(file)) {
      require(what, file);
    }
  }
}
