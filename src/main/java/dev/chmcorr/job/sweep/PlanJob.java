package dev.chmcorr.job.sweep;

import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.TablePath;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.input.DataSet;
import dev.chmcorr.job.listing.ImageListing;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.study.StudyData.Images;
import dev.chmcorr.job.study.StudyMethod;
import dev.chmcorr.job.sweep.SweepPlan.Load;
import dev.chmcorr.runfolder.RunRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Counts what is left to do of a study; writes nothing. */
final class PlanJob {
  private final JobContext context;
  private final StudyPlaces places;

  /**
   * Images that are embedded or will be before those that are looked at, behind what embeds them.
   */
  private final Set<String> embedded = new HashSet<>();

  private final Map<StudyRun, ImageSample> samples = new HashMap<>();

  PlanJob(JobContext context, StudyPlaces places) {
    this.context = context;
    this.places = places;
  }

  /**
   * Plans.
   *
   * @param earlier folders of runs whose records tell how fast this machine is, beside the study's
   */
  SweepPlan plan(List<StudyRun> runs, List<String> earlier) throws IOException {
    List<RunRecord> records = new ArrayList<>();
    for (String kind : List.of("knn", "rerank")) {
      for (FileStatus run : context.store().list(new Path(places.out(), kind))) {
        addRecord(records, run.getPath());
      }
    }
    for (String folder : earlier) {
      Path path = context.store().path(folder);
      context.store().require("run of --rates", path);
      addRecord(records, path);
    }
    Map<StudyRun, Load> loads = new LinkedHashMap<>();
    // What is done counts first, in whatever order the study has it.
    for (StudyRun run :
        runs.stream().sorted(Comparator.comparing(run -> isRanked(run) ? 0 : 1)).toList()) {
      loads.put(run, load(run));
    }
    return new SweepPlan(runs.stream().map(loads::get).toList(), Rates.of(records));
  }

  /** Some images of a run that has been planned; null for built-in birds. */
  ImageSample sample(StudyRun run) {
    return samples.get(run);
  }

  private void addRecord(List<RunRecord> records, Path folder) throws IOException {
    RunRecord record = RunRecord.read(context.store(), folder);
    if (record != null) {
      records.add(record);
    }
  }

  private boolean isRanked(StudyRun run) {
    try {
      RunRecord record = RunRecord.read(context.store(), context.store().path(places.ranking(run)));
      return record != null && record.summary().containsKey("gallery_state");
    } catch (IOException e) {
      // Then there is nothing to go on from.
      return false;
    }
  }

  private Load load(StudyRun run) throws IOException {
    try (Console.Following part = context.console().part(run.name())) {
      boolean drawn = context.store().exists(context.store().path(run.data().images().val()));
      return run.data().images().areBirds() && !drawn ? ofBirds(run) : ofListed(run);
    }
  }

  private Load ofListed(StudyRun run) throws IOException {
    DataSet data;
    try {
      data = DataSet.list(context, run.images(null));
    } catch (UserException e) {
      throw new UserException("Cannot plan %s: %s".formatted(run.name(), e.getMessage()), e);
    }
    int slots = context.slots();
    samples.put(run, ImageSample.of(data, Trial.galleryImages(slots), Trial.queries(slots)));
    // Queries of multi are cut otherwise, so that a gallery of the same images does not help.
    String gallery = run.network().name() + " ";
    String queries = gallery + run.data().transform() + " ";
    long fresh = fresh(gallery, data.gallery()) + fresh(queries, data.queries());
    return new Load(
        run.name(),
        data.gallery().size(),
        data.queries().size(),
        isRanked(run) ? 0 : fresh,
        pairs(run, data.gallery().size(), data.queries().size()));
  }

  private long fresh(String prefix, ImageListing images) {
    long fresh = 0;
    for (ImageRef image : images.images()) {
      fresh += embedded.add(prefix + TablePath.of(image.path())) ? 1 : 0;
    }
    return fresh;
  }

  /** Of birds that are not drawn yet. */
  private Load ofBirds(StudyRun run) throws IOException {
    int species = run.data().images().birds();
    long gallery = (long) species * Images.GALLERY_PER_SPECIES;
    long queries = (long) species * Images.QUERIES_PER_SPECIES;
    String prefix = run.network().name() + " ";
    long fresh = embedded.add(prefix + run.data().images().train()) ? gallery : 0;
    fresh +=
        embedded.add(prefix + run.data().transform() + " " + run.data().images().val())
            ? queries
            : 0;
    return new Load(run.name(), gallery, queries, fresh, pairs(run, gallery, queries));
  }

  private Map<String, Long> pairs(StudyRun run, long gallery, long queries) throws IOException {
    long wanted = queries * Math.min(gallery, run.study().settings().mostCandidates());
    Map<String, Long> pairs = new LinkedHashMap<>();
    for (StudyMethod method : run.methods()) {
      RunRecord record =
          RunRecord.read(context.store(), context.store().path(places.pairs(run, method.name())));
      long known = record == null ? 0 : mostPairs(record);
      pairs.put(method.name(), Math.max(0, wanted - known));
    }
    return pairs;
  }

  private static long mostPairs(RunRecord record) {
    if (!(record.summary().get("settings") instanceof Map<?, ?> settings)) {
      return 0;
    }
    return settings.values().stream()
        .filter(Map.class::isInstance)
        .map(setting -> ((Map<?, ?>) setting).get("pairs"))
        .filter(Number.class::isInstance)
        .mapToLong(pairs -> ((Number) pairs).longValue())
        .max()
        .orElse(0);
  }
}
