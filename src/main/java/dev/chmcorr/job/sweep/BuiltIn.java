package dev.chmcorr.job.sweep;

import dev.chmcorr.demo.BirdGenerator;
import dev.chmcorr.demo.DemoCheckpoints;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.study.Study;
import dev.chmcorr.job.study.StudyData;
import dev.chmcorr.job.study.StudyNetwork;
import dev.chmcorr.job.tools.ImportModelJob;
import dev.chmcorr.job.tools.ImportModelOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Puts birds and networks that come with the program where a study's runs take them from. */
final class BuiltIn {
  private static final long SEED = 2022;

  private final JobContext context;
  private final StudyPlaces places;

  BuiltIn(JobContext context, StudyPlaces places) {
    this.context = context;
    this.places = places;
  }

  /** Makes what the study names and is not there yet. */
  void prepare(Study study) throws IOException {
    for (StudyData data : study.data()) {
      if (data.images().areBirds()) {
        draw(data.images().birds());
      }
    }
    for (StudyNetwork network : study.networks().values()) {
      if (StudyNetwork.BUILT_IN.equals(network.model())) {
        copy(ImportModelJob.Kind.RESNET, DemoCheckpoints.RESNET, "resnet.pt");
      }
      if (StudyNetwork.BUILT_IN.equals(network.chm())) {
        copy(ImportModelJob.Kind.CHM, DemoCheckpoints.CHM, "chm.pt");
      }
    }
  }

  /** Under another name until all are there: else a killed process would leave some. */
  private void draw(int species) throws IOException {
    Path folder = places.localBuiltIn().resolve("birds-" + species);
    if (Files.isDirectory(folder)) {
      return;
    }
    context.console().stage("drawing %d species of birds in %s", species, folder);
    context.console().now("draw birds");
    Path coming = folder.resolveSibling(".birds-" + species);
    BirdGenerator.write(
        coming,
        new BirdGenerator.Options(
            species,
            StudyData.Images.GALLERY_PER_SPECIES,
            StudyData.Images.QUERIES_PER_SPECIES,
            SEED));
    Files.move(coming, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  private void copy(ImportModelJob.Kind kind, String checkpoint, String archive)
      throws IOException {
    Path folder = places.localBuiltIn();
    if (Files.exists(folder.resolve(archive))) {
      return;
    }
    Path checkpoints = folder.resolve("checkpoints");
    DemoCheckpoints.copyTo(checkpoints);
    ImportModelJob.run(
        context.console(),
        new ImportModelOptions(
            kind,
            checkpoints.resolve(checkpoint).toUri().toString(),
            folder.resolve(archive).toUri().toString()));
  }
}
