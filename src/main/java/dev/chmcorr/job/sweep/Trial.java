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
 * first, smaller round loads networks and classes, the second is measured; each has a folder of its
 * own.
 */
final class Trial {
  private static final int GALLERY_PER_SLOT = 16;
  private static final int QUERIES_PER_SLOT = 4;
  private static final int CANDIDATES = 16;

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
      round(new Path(folder, "warm"), run, few, methods);
      return round(new Path(folder, "measured"), run, sample, methods);
    } finally {
      context.store().delete(folder);
    }
  }

  private List<RunRecord> round(
      Path where, StudyRun run, ImageSample sample, List<StudyMethod> methods) throws IOException {
    StudyPlaces places = StudyPlaces.of(context.store(), where.toString());
    StudyRun tried = of(places, run, sample, methods);
    JobContext quiet = context.quietly();
    new BuiltIn(quiet, places).prepare(tried.study());
    if (sample != null) {
      copy(sample.gallery(), new Path(tried.data().images().train()), sample);
      copy(sample.queries(), new Path(tried.data().images().val()), sample);
    }
    List<RunRecord> records = new ArrayList<>();
    KnnJob.run(quiet, tried.knn());
    records.add(RunRecord.read(context.store(), context.store().path(places.ranking(tried))));
    for (StudyMethod method : methods) {
      RerankJob.run(
          quiet,
          tried.rerank(method, new Scoring(CANDIDATES, 1, null, null, null), cacheMebibytes));
      records.add(
          RunRecord.read(
              context.store(), context.store().path(places.pairs(tried, method.name()))));
    }
    return records;
  }

  /** The run with the few images and the methods only. */
  private static StudyRun of(
      StudyPlaces places, StudyRun run, ImageSample sample, List<StudyMethod> methods) {
    StudyData.Images images =
        sample == null
            ? new StudyData.Images(null, null, 2)
            : new StudyData.Images(places.out() + "/train", places.out() + "/val", null);
    String network = run.network().name();
    Study of = run.study();
    StudyData data =
        new StudyData(
            "trial",
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
