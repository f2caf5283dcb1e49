package dev.chmcorr.job.rerank;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.DataSet;
import dev.chmcorr.job.method.ComparisonMethods;
import dev.chmcorr.job.network.ModelFile;
import dev.chmcorr.job.network.NetworkSpec;
import dev.chmcorr.job.run.CodeVersion;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What makes two runs of {@code rerank} the same: images, rankings, networks, settings. */
final class RerankIdentity {
  private static final String N = "N";

  /** What only concerns the scores; the correspondences depend on the other parameters. */
  private static final List<String> NOT_OF_CORRESPONDENCES = List.of(N, "K", "T", "axes", "mask");

  private RerankIdentity() {}

  static RunRecord of(
      JobContext context,
      RerankOptions options,
      DataSet data,
      NetworkSpec networks,
      Dataset<Row> rankings)
      throws IOException {
    RerankOptions.Scoring scoring = options.scoring();
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("train", data.gallery().root() + ": " + DataSet.digest(data.gallery()));
    parameters.put("val", data.queries().root() + ": " + DataSet.digest(data.queries()));
    parameters.put("rankings", digest(rankings));
    parameters.put("method", options.method());
    ComparisonMethods.named(options.method())
        .identity(networks)
        .forEach((name, file) -> parameters.put(name + "_sha256", file.sha256()));
    parameters.put("transform", lower(options.transform()));
    parameters.put("precision", lower(networks.precision()));
    parameters.put(N, String.valueOf(scoring.n()));
    parameters.put("K", String.valueOf(scoring.k()));
    parameters.put("T", String.valueOf(scoring.t()));
    parameters.put("axes", lower(scoring.axes()));
    parameters.put(
        "mask", scoring.mask() == null ? "none" : digest(context.store(), scoring.mask()));
    return RunRecord.of("rerank", CodeVersion.current(), parameters);
  }

  /** The correspondences of an earlier run, if they are those that this run would compute. */
  static Path reusable(Storage store, RerankOptions options, RunRecord run) throws IOException {
    Path folder = store.path(options.reuse());
    RunRecord earlier = RunRecord.read(store, folder);
    if (earlier == null) {
      throw new UserException(
          "Cannot reuse %s: it has no %s; give the folder of a rerank run"
              .formatted(folder, RunRecord.FILE));
    }
    for (String name : run.parameters().keySet()) {
      if (NOT_OF_CORRESPONDENCES.contains(name)) {
        continue;
      }
      String then = earlier.parameters().get(name);
      String now = run.parameters().get(name);
      if (!now.equals(then)) {
        throw new UserException(
            "Cannot reuse %s: %s was %s, is %s".formatted(folder, name, then, now));
      }
    }
    int compared = compared(earlier, folder);
    if (compared < options.scoring().n()) {
      throw new UserException(
          "Cannot reuse %s: it compared %d candidates per query, fewer than --N %d"
              .formatted(folder, compared, options.scoring().n()));
    }
    if (folder.equals(store.path(options.out()))) {
      throw new UserException("Cannot reuse %s: it is --out itself".formatted(folder));
    }
    if (!store.exists(new Path(folder, "correspondences"))) {
      throw new UserException(
          "Cannot reuse %s: it holds no correspondences of its own; give the folder that it reused"
              .formatted(folder));
    }
    if (earlier.summary().isEmpty()) {
      throw new UserException(
          "Cannot reuse %s: that run has not finished; give its command again first"
              .formatted(folder));
    }
    return new Path(folder, "correspondences");
  }

  /** How many candidates per query a run compared. */
  static int compared(RunRecord run, Path folder) {
    String n = run.parameters().get(N);
    try {
      return Integer.parseInt(n);
    } catch (NumberFormatException e) {
      throw new UserException(
          "Cannot reuse %s: its %s is damaged: N is %s; run rerank again"
              .formatted(folder, RunRecord.FILE, n),
          e);
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String digest(Storage store, String file) throws IOException {
    Path path = store.path(file);
    return ModelFile.digest(store.system(path).open(path));
  }

  /** The same for the same ids at the same ranks, in whatever order the rows come. */
  private static String digest(Dataset<Row> rankings) {
    Row row =
        rankings
            .agg(
                count(lit(1)),
                expr("coalesce(sum(xxhash64(query_id, rank, gallery_id) % 1000000007), 0)"))
            .first();
    return row.getLong(0) + " rows, " + row.getLong(1);
  }
}
