package dev.chmcorr.job.rerank;

import dev.chmcorr.domain.Framing;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.DataOptions;
import dev.chmcorr.job.input.DataOptions.GalleryClasses;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.runfolder.RunRecord;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * What the record of a folder that was re-ranked before says, for one who does not say it again.
 */
final class FolderRecord {
  /** The method of one who names none. */
  static final String METHOD = "chm";

  /** Name of the command in the records of its folders. */
  static final String COMMAND = "rerank";

  private FolderRecord() {}

  /**
   * The options with what the folder's record knows, if they name no ranking.
   *
   * @throws UserException if there is no such record
   */
  static RerankOptions complete(JobContext context, RerankOptions given) throws IOException {
    if (given.knn() != null) {
      return MethodRules.settle(
          given.from(given.knn(), given.method() == null ? METHOD : given.method()));
    }
    Path folder = context.store().path(given.out());
    RunRecord record = RunRecord.read(context.store(), folder);
    if (record == null || !record.command().equals(COMMAND) || record.inputs().isEmpty()) {
      throw new UserException(
          "Missing --knn: %s does not say which rankings it was made from".formatted(folder));
    }
    Map<String, String> inputs = record.inputs();
    DataOptions data = given.data();
    NetworkOptions networks = given.networks();
    String method = or(given.method(), inputs.get("method"));
    return MethodRules.settle(
            given
                .from(inputs.get("knn"), method)
                .settled(
                    given.scoring(), MethodRules.recorded(method, given.methodSettings(), record)))
        .with(
            data.of(
                    or(data.train(), inputs.get("train")),
                    or(data.val(), inputs.get("val")),
                    data.classes() == null ? classes(inputs.get("classes")) : data.classes())
                .with(
                    data.input()
                        .with(context.store(), inputs, (option, said, known) -> or(said, known))),
            new NetworkOptions(
                or(networks.model(), inputs.get("model")),
                or(networks.chm(), inputs.get("chm")),
                networks.precision(),
                networks.device(),
                networks.batch(),
                networks.framing().or(Framing.of(record.parameters()))),
            given.transform() == null
                ? RankingRecord.transform(record.parameters().get("transform"))
                : given.transform());
  }

  private static String or(String given, String known) {
    return given == null ? known : given;
  }

  private static GalleryClasses classes(String known) {
    return known == null ? null : GalleryClasses.valueOf(known.toUpperCase(Locale.ROOT));
  }
}
