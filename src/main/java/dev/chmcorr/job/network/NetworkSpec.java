package dev.chmcorr.job.network;

import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Framing;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.RunId;
import dev.chmcorr.job.run.Sessions;
import dev.chmcorr.job.run.ThreadPlan;
import dev.chmcorr.model.archive.ArchiveMetadata;
import dev.chmcorr.model.torch.TorchDevice;
import dev.chmcorr.model.torch.TorchEngine;
import dev.chmcorr.model.trunk.TraceCheck;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * The networks of a run as tasks need them.
 *
 * @param run which run they are for
 * @param trunk archive of the trunk, or null
 * @param chm archive of the Hough matching network, or null
 * @param precision of the arithmetic; as a run ships it, not {@code AUTO}
 * @param device CPU or CUDA
 * @param batch images per call, or 0 for what suits the device
 * @param framing of images for the trunk
 */
public record NetworkSpec(
    RunId run,
    ModelFile trunk,
    ModelFile chm,
    Precision precision,
    DeviceChoice device,
    int batch,
    Framing framing)
    implements Serializable {
  private static final int MIN_CROP = 193;
  private static final int BATCH_ON_CPU = 8;
  private static final int BATCH_ON_GPU = 64;

  /** Ships the archives that the options name, for a run. */
  public static NetworkSpec ship(JobContext context, RunId run, NetworkOptions options)
      throws IOException {
    SparkSession spark = context.spark();
    Storage store = context.store();
    context.describe("read the networks' archives");
    ModelFile trunk = shipIfGiven(spark, store, "--model", options.model());
    ModelFile chm = shipIfGiven(spark, store, "--chm", options.chm());
    checkKind(trunk, ArchiveMetadata.RESNET);
    checkKind(chm, ArchiveMetadata.CHM);
    context.describe("find the device");
    FirstDevice first = FirstDevice.of(context, options.device());
    Precision precision = precision(options, trunk, first);
    first.tell(context.console(), precision);
    return new NetworkSpec(
        run, trunk, chm, precision, options.device(), options.batch(), options.framing());
  }

  /**
   * Makes sure that the trunk, if there is one, gives what is wanted at the size to which images
   * are cropped. One that no importer wrote is tried, before a run depends on it.
   *
   * @throws UserException if it gives something else
   */
  public void checkTrunk(JobContext context, TraceCheck.Output wanted) {
    if (trunk == null) {
      return;
    }
    if (!isForeign(trunk)) {
      checkCrop();
    } else if (Sessions.isLocal(context.spark())) {
      TorchEngine.limitThreads(ThreadPlan.of(context.spark().sparkContext().getConf()).network());
      tryTrunk(trunk.copy(), TorchDevice.resolve(device, 0), wanted);
    } else {
      context.describe("try the trunk");
      NetworkSpec tried = this;
      JavaSparkContext.fromSparkContext(context.spark().sparkContext())
          .parallelize(List.of(wanted.name()), 1)
          .foreach(
              output ->
                  tried.tryTrunk(
                      tried.trunk.path(),
                      TaskDevice.of(tried.device),
                      TraceCheck.Output.valueOf(output)));
    }
  }

  /** Queries may be of the published size whatever the crop. */
  private void tryTrunk(Path archive, TorchDevice where, TraceCheck.Output wanted) {
    IntStream.of(Framing.PUBLISHED.crop(), crop())
        .distinct()
        .mapToObj(side -> new TraceCheck.Wanted(wanted, side))
        .forEach(output -> TraceCheck.check(archive, trunk.uri(), where, output));
  }

  private int crop() {
    return framing.or(Framing.PUBLISHED).crop();
  }

  /** A ResNet halves its input five times, rounding up: seven cells a side come of these only. */
  private void checkCrop() {
    if (crop() < MIN_CROP || crop() > Framing.PUBLISHED.crop()) {
      throw new UserException(
          "Invalid --crop: %d (must be %d..%d, of which %s makes the 7 x 7 cells that are compared)"
              .formatted(crop(), MIN_CROP, Framing.PUBLISHED.crop(), trunk.uri()));
    }
  }

  /** Images per call of the trunk: those of 8 fit a core's cache, a GPU needs more to be busy. */
  int batch(TorchDevice where) {
    return batch > 0 ? batch : where.isGpu() ? BATCH_ON_GPU : BATCH_ON_CPU;
  }

  /** A precision as the command line calls it. */
  public static String text(Precision precision) {
    return Texts.lowerCase(precision);
  }

  private static ModelFile shipIfGiven(
      SparkSession spark, Storage store, String option, String archive) throws IOException {
    return archive == null ? null : ModelFile.ship(spark, store, option, archive);
  }

  /** Refuses exchanged archives before anything is written. */
  private static void checkKind(ModelFile file, String kind) {
    if (file != null) {
      ArchiveMetadata.read(file.copy()).ifPresent(metadata -> demand(file, metadata, kind));
    }
  }

  private static void demand(ModelFile file, ArchiveMetadata metadata, String kind) {
    if (!metadata.kind().equals(kind)) {
      throw new UserException(
          "Cannot use %s as a %s network: it holds a %s network; --model takes what import-model resnet or inat wrote, --chm what import-model chm wrote"
              .formatted(file.uri(), kind, metadata.kind()));
    }
  }

  /** Whether no importer decides what it computes in: its user made it, or there is none. */
  private static boolean isForeign(ModelFile trunk) {
    return trunk == null || ArchiveMetadata.read(trunk.copy()).isEmpty();
  }

  /**
   * What AUTO comes to: one precision for the whole run, whatever executors it will have, that of
   * the first. A traced network computes as it was traced.
   */
  private static Precision precision(NetworkOptions options, ModelFile trunk, FirstDevice first) {
    if (options.precision() != Precision.AUTO) {
      return options.precision();
    }
    return isForeign(trunk) ? Precision.FP32 : first.precision();
  }
}
