package dev.chmcorr.job.sweep;

import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.DataOptions.GalleryClasses;
import dev.chmcorr.job.input.DataOptions.MissingClasses;
import dev.chmcorr.job.input.ImageReader;
import dev.chmcorr.job.input.ImageRules;
import dev.chmcorr.job.input.OnError;
import dev.chmcorr.job.knn.KnnJob;
import dev.chmcorr.job.lists.ListOptions;
import dev.chmcorr.job.rerank.RerankJob;
import dev.chmcorr.job.rerank.RerankOptions.Scoring;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.study.Study;
import dev.chmcorr.job.study.StudyData;
import dev.chmcorr.job.study.StudyMethod;
import dev.chmcorr.job.study.StudyNetwork;
import dev.chmcorr.runfolder.RunRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * Copies of a few images go the way of a study's run, to see how fast this machine or cluster is. A
 * first, smaller round loads networks and classes, the second is measured.
 */
final class Trial {
  private static final int GALLERY_PER_SLOT = 16;
  private static final int QUERIES_PER_SLOT = 4;
  private static final int CANDIDATES = 16;
  private static final Scoring SCORING = new Scoring(CANDIDATES, 1, null, null, null);

  /** More would have the driver copy for long. */
  private static final int MOST_SLOTS = 256;

  private final JobContext context;
  private final Path folder;
  private final int cacheMebibytes;

  /**
   * Prepares one.
   *
   * @param folder that is made, and deleted in the end
   */
  Trial(JobContext context, Path folder, int cacheMebibytes) {
    this.context = context;
    this.folder = folder;
    this.cacheMebibytes = cacheMebibytes;
  }

  /** How many images of the gallery a cluster of so many slots is tried with. */
  static int galleryImages(int slots) {
    return GALLERY_PER_SLOT * Math.min(slots, MOST_SLOTS);
  }

  /** Likewise of queries. */
  static int queries(int slots) {
    return QUERIES_PER_SLOT * Math.min(slots, MOST_SLOTS);
  }

  /**
   * Measures.
   *
   * @param sample images of the run; null for built-in birds
   * @param methods by which pairs are compared; if there are none, images are only embedded
   * @return records of runs that tell how long they took
   */
  List<RunRecord> measure(StudyRun run, ImageSample sample, List<StudyMethod> methods)
      throws IOException {
    context.store().delete(folder);
    try {
      ImageSample few = sample == null ? null : sample.first(CANDIDATES, 1);
      round(of(run, "warm", images("warm", few, 2), methods), few);
      return round(of(run, "trial", images("trial", sample, 3), methods), sample);
    } finally {
      context.store().delete(folder);
    }
  }

  private List<RunRecord> round(StudyRun run, ImageSample sample) throws IOException {
    JobContext quiet = context.quietly();
    new BuiltIn(quiet, run.places()).prepare(run.study());
    if (sample != null) {
      copy(sample.gallery(), new Path(run.data().images().train()), sample);
      copy(sample.queries(), new Path(run.data().images().val()), sample);
    }
    List<RunRecord> records = new ArrayList<>();
    KnnJob.run(quiet, run.knn());
    records.add(record(run.places().ranking(run)));
    for (StudyMethod method : run.methods()) {
      RerankJob.run(quiet, run.rerank(method, SCORING, cacheMebibytes));
      records.add(record(run.places().pairs(run, method.name())));
    }
    return records;
  }

  private RunRecord record(String run) throws IOException {
    return RunRecord.read(context.store(), context.store().path(run));
  }

  private StudyData.Images images(String round, ImageSample sample, int species) {
    return sample == null
        ? new StudyData.Images(null, null, species)
        : new StudyData.Images(
            new Path(folder, round + "/train").toString(),
            new Path(folder, round + "/val").toString(),
            null);
  }

  /** The run with few images and some methods only. */
  private StudyRun of(
      StudyRun run, String name, StudyData.Images images, List<StudyMethod> methods) {
    String network = run.network().name();
    Study of = run.study();
    StudyData data =
        new StudyData(
            name,
            images,
            GalleryClasses.ALL,
            MissingClasses.ALLOW,
            ListOptions.NONE,
            null,
            List.of(),
            run.data().transform(),
            List.of(network),
            methods.stream().map(StudyMethod::name).toList(),
            null);
    StudyNetwork archives = of.networks().get(network);
    Study study =
        new Study(
            of.file(),
            Map.of(network, archives),
            List.of(data),
            methods,
            CANDIDATES,
            of.settings(),
            of.results(),
            of.pages());
    StudyPlaces places = StudyPlaces.of(context.store(), folder.toString());
    return new StudyRun(study, places, places.of(data), places.of(archives));
  }

  /** Into a folder for each class. */
  private void copy(List<ImageRef> images, Path root, ImageSample sample) throws IOException {
    ImageReader reader =
        ImageReader.of(context, sample.shards(), new ImageRules(OnError.RECORD, Limits.DEFAULT));
    IOException last = null;
    int copied = 0;
    for (ImageRef image : images) {
      try {
        byte[] bytes = reader.read(image.path());
        String name = "class-%d/%d.jpg".formatted(image.label(), image.id());
        context.store().writeWhole(new Path(root, name), out -> out.write(bytes));
        copied++;
      } catch (IOException e) {
        last = e;
      }
    }
    if (copied == 0) {
      throw new UserException(
          "Cannot try this study: none of %d of its images can be read, the last because %s"
              .formatted(images.size(), last == null ? "there is none" : last.getMessage()));
    }
  }
}
