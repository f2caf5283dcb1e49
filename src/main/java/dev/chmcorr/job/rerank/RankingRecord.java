package dev.chmcorr.job.rerank;

import dev.chmcorr.domain.Framing;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.Printable;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.DataOptions;
import dev.chmcorr.job.input.DataOptions.GalleryClasses;
import dev.chmcorr.job.input.DataSet;
import dev.chmcorr.job.input.ImageLister;
import dev.chmcorr.job.network.ModelFile;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.network.NetworkSpec;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.runfolder.RunRecord;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/**
 * What the record of a ranking says of how it was made: what {@code rerank} need not be told again,
 * and what it cannot do otherwise. A published pickle has no record.
 */
final class RankingRecord {
  /** Default of knn, and what published rankings have at least. */
  private static final long USUAL = 100;

  private static final String KNN = "knn";
  private static final int MAX_SHOWN = 300;

  private final JobContext context;
  private final Path source;
  private final Map<String, String> inputs;
  private final Map<String, String> parameters;
  private final boolean ofKnn;
  private final Set<Difference> demanded;
  private final Differences differences;

  /**
   * @param record of the ranking, or null if it has none
   * @param earlier record of the folder that is written to, or null
   * @param given names the rankings, and what the user accepts
   */
  private RankingRecord(
      JobContext context, RunRecord record, RunRecord earlier, RerankOptions given) {
    this.context = context;
    this.source = context.store().path(given.knn());
    this.demanded = given.accepted();
    Set<Difference> accepted = EnumSet.noneOf(Difference.class);
    accepted.addAll(demanded);
    if (earlier != null) {
      accepted.addAll(Differences.ofRecord(earlier));
    }
    this.differences = new Differences(source, accepted);
    this.inputs = record == null ? Map.of() : record.inputs();
    this.parameters = record == null ? Map.of() : record.parameters();
    this.ofKnn = record != null && record.command().equals(KNN);
  }

  /** How many gallery images it has for a query; as many as usual if it does not say. */
  long perQuery() {
    String k = parameters.getOrDefault("k", "");
    return k.matches("[1-9]\\d{0,8}") ? Long.parseLong(k) : USUAL;
  }

  /**
   * What is known of the rankings that the options name.
   *
   * @param earlier record of the folder that is written to, or null
   */
  static RankingRecord of(JobContext context, RerankOptions given, RunRecord earlier)
      throws IOException {
    Path source = context.store().path(given.knn());
    if (!context.store().require("rankings", source).isDirectory()) {
      refuseTable(source, source.getName().endsWith(".parquet"));
      return new RankingRecord(context, null, earlier, given);
    }
    RunRecord record = RunRecord.read(context.store(), source);
    if (record == null) {
      refuseTable(source, context.store().exists(new Path(source.getParent(), RunRecord.FILE)));
      context
          .console()
          .warn(
              "%s has no %s: whether transform, network and precision are those of its rankings cannot be checked",
              source, RunRecord.FILE);
    }
    return new RankingRecord(context, record, earlier, given);
  }

  private static void refuseTable(Path source, boolean isTable) {
    if (isTable) {
      throw new UserException(
          "Cannot use the rankings in %s: it is a table, or a file of one; give the folder DIR/NAME of its run, whose %s says how they were made"
              .formatted(source, RunRecord.FILE));
    }
  }

  /**
   * The options with those that were left out.
   *
   * @param folder its precision goes on; the record of the folder that is written to, or null
   * @throws UserException if an option says otherwise than the record, or neither says anything
   */
  RerankOptions complete(RerankOptions given, RunRecord folder) throws IOException {
    return given.with(
        data(given.data()), networks(given.networks(), folder), transform(given.transform()));
  }

  /**
   * Makes sure that the images are those that were ranked, and says which differences are accepted.
   */
  void settle(DataSet data) throws IOException {
    RankedImages ranked = new RankedImages(context, differences);
    ranked.check("--train", data.gallery(), parameters.get("train"), table("gallery_embeddings"));
    ranked.check("--val", data.queries(), parameters.get("val"), table("query_embeddings"));
    differences.settle(context.console(), demanded);
  }

  private Path table(String input) {
    return inputs.containsKey(input) ? context.store().path(inputs.get(input)) : null;
  }

  /** What was accepted, for the inputs of a record. */
  Map<String, String> accepted() {
    return differences.inputs();
  }

  private DataOptions data(DataOptions given) {
    String classes = settled("--classes-of-val", text(given.classes()), inputs.get("classes"));
    DataOptions data =
        given.of(
            path("--train", given.train(), images("train")),
            path("--val", given.val(), images("val")),
            classes == null
                ? GalleryClasses.ALL
                : GalleryClasses.valueOf(classes.toUpperCase(Locale.ROOT)));
    return data.with(data.input().with(context.store(), inputs, this::settled));
  }

  /** What decides the ids cannot be accepted as a difference. */
  private String settled(String option, String given, String known) {
    if (given != null && known != null && !given.equals(known)) {
      throw new UserException(
          "Cannot use the rankings in %s: %s is %s, they were made with %s; leave it out, or rank anew with knn"
              .formatted(source, option, given, Printable.of(known, MAX_SHOWN)));
    }
    return given == null ? known : given;
  }

  /** Records of format 1 have the folders among their parameters. */
  private String images(String name) {
    String known = inputs.get(name);
    return known == null && ofKnn ? parameters.get(name) : known;
  }

  private String path(String option, String given, String known) {
    String path = given == null ? null : ImageLister.source(context.store(), given);
    if (path == null && known == null) {
      throw new UserException(
          "Missing %s: %s does not say what it was made from".formatted(option, source));
    }
    compare(Difference.IMAGES, option, path, known);
    // What the user gave may be a list of tars, which is no path.
    return given == null ? known : given;
  }

  private NetworkOptions networks(NetworkOptions given, RunRecord folder) throws IOException {
    String model = given.model() == null ? inputs.get("model") : given.model();
    if (model != null) {
      checkModel(model);
    }
    return new NetworkOptions(
        model,
        given.chm(),
        precision(given, folder),
        given.device(),
        given.batch(),
        framing(given.framing()));
  }

  private Framing framing(Framing given) {
    Framing published = ofKnn ? Framing.PUBLISHED : Framing.UNSAID;
    Framing known = Framing.of(parameters).or(published);
    return new Framing(
        same("--resize", given.resize(), known.resize()),
        same("--crop", given.crop(), known.crop()));
  }

  private Integer same(String option, Integer given, Integer known) {
    compare(Difference.TRANSFORM, option, text(given), text(known));
    return given == null ? known : given;
  }

  private static String text(Integer pixels) {
    return pixels == null ? null : pixels.toString();
  }

  private void checkModel(String model) throws IOException {
    String known = parameters.get("model_sha256");
    Path file = context.store().path(model);
    if (known == null || context.store().require("--model", file).isDirectory()) {
      return;
    }
    String digest = ModelFile.digest(context.store().system(file).open(file));
    compare(Difference.MODEL, "SHA-256 of --model " + file, digest, known);
  }

  /** AUTO goes on in the precision of the folder's pairs, else in that of the rankings. */
  private Precision precision(NetworkOptions given, RunRecord folder) {
    String known = parameters.get(RerankIdentity.PRECISION);
    String here =
        given.precision() != Precision.AUTO
            ? NetworkSpec.text(given.precision())
            : folder == null ? null : folder.parameters().get(RerankIdentity.PRECISION);
    compare(Difference.PRECISION, "--precision", here, known);
    String decided = here == null ? known : here;
    return Arrays.stream(Precision.values())
        .filter(precision -> NetworkSpec.text(precision).equals(decided))
        .findFirst()
        .orElse(Precision.AUTO);
  }

  private TransformSet transform(TransformSet given) {
    String known = parameters.get("transform");
    compare(Difference.TRANSFORM, "--transform", text(given), known);
    if (given != null) {
      return given;
    }
    return known == null ? TransformSet.SINGLE : transform(known);
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

  private void compare(Difference kind, String option, String here, String then) {
    if (here != null && then != null && !here.equals(then)) {
      differences.found(
          kind,
          "%s is %s, they were made with %s"
              .formatted(option, here, Printable.of(then, MAX_SHOWN)));
    }
  }
}
