package dev.chmcorr.job.rerank;

import dev.chmcorr.domain.Printable;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.DataOptions;
import dev.chmcorr.job.input.DataOptions.GalleryClasses;
import dev.chmcorr.job.input.ImageLister;
import dev.chmcorr.job.network.ModelFile;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.runfolder.RunRecord;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * What the record of a ranking says of how it was made: what {@code rerank} need not be told again,
 * and what it cannot do otherwise. A published pickle has no record.
 */
final class RankingRecord {
  private static final String KNN = "knn";
  private static final int MAX_SHOWN = 100;

  private final JobContext context;
  private final Path source;
  private final Map<String, String> inputs;
  private final Map<String, String> parameters;
  private final boolean ofKnn;

  private RankingRecord(JobContext context, Path source, RunRecord record) {
    this.context = context;
    this.source = source;
    this.inputs = record == null ? Map.of() : record.inputs();
    this.parameters = record == null ? Map.of() : record.parameters();
    this.ofKnn = record != null && record.command().equals(KNN);
  }

  /**
   * The options with those that were left out.
   *
   * @throws UserException if an option says otherwise than the record, or neither says anything
   */
  static RerankOptions complete(JobContext context, RerankOptions given) throws IOException {
    Path source = context.store().path(given.knn());
    boolean isFolder = context.store().require("rankings", source).isDirectory();
    RunRecord record = isFolder ? RunRecord.read(context.store(), source) : null;
    RankingRecord of = new RankingRecord(context, source, record);
    return given.with(
        of.data(given.data()), of.networks(given.networks()), of.transform(given.transform()));
  }

  private DataOptions data(DataOptions given) {
    String classes = demandSame("--classes-of-val", text(given.classes()), inputs.get("classes"));
    DataOptions data =
        given.of(
            path("--train", given.train(), images("train")),
            path("--val", given.val(), images("val")),
            classes == null
                ? GalleryClasses.ALL
                : GalleryClasses.valueOf(classes.toUpperCase(Locale.ROOT)));
    return data.with(data.input().with(context.store(), inputs, this::demandSame));
  }

  /** Records of format 1 have the folders among their parameters. */
  private String images(String name) {
    String known = inputs.get(name);
    return known == null && ofKnn ? parameters.get(name) : known;
  }

  private String path(String option, String given, String known) {
    String path = given == null ? null : ImageLister.source(context.store(), given);
    String same = demandSame(option, path, known);
    if (same == null) {
      throw new UserException(
          "Missing %s: %s does not say what it was made from".formatted(option, source));
    }
    // What the user gave may be a list of tars, which is no path.
    return given == null ? same : given;
  }

  private NetworkOptions networks(NetworkOptions given) throws IOException {
    String model = given.model() == null ? inputs.get("model") : given.model();
    if (model != null) {
      checkModel(model);
    }
    return new NetworkOptions(model, given.chm(), given.precision(), given.device(), given.batch());
  }

  private void checkModel(String model) throws IOException {
    String known = parameters.get("model_sha256");
    Path file = context.store().path(model);
    if (known == null || context.store().require("--model", file).isDirectory()) {
      return;
    }
    String digest = ModelFile.digest(context.store().system(file).open(file));
    demandSame("SHA-256 of --model", digest, known);
  }

  private TransformSet transform(TransformSet given) {
    String same = demandSame("--transform", text(given), parameters.get("transform"));
    return same == null ? TransformSet.SINGLE : transform(same);
  }

  /** Of a record, which may come from anybody. */
  static TransformSet transform(String known) {
    return Arrays.stream(TransformSet.values())
        .filter(transform -> Texts.lowerCase(transform).equals(known))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "Invalid transform in a record: %s (must be single or multi)"
                        .formatted(Printable.of(String.valueOf(known), MAX_SHOWN))));
  }

  private static String text(Enum<?> value) {
    return value == null ? null : Texts.lowerCase(value);
  }

  /** Whichever of the two there is; null if neither is. */
  private String demandSame(String option, String given, String known) {
    if (given != null && known != null && !given.equals(known)) {
      throw new UserException(
          "Cannot use the rankings in %s: %s is %s, they were made with %s; leave it out, or rank anew with knn"
              .formatted(source, option, given, known));
    }
    return given == null ? known : given;
  }
}
