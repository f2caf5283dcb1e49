package dev.chmcorr.job.rankings;

import static org.apache.spark.sql.functions.expr;

import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.DataSet;
import dev.chmcorr.job.input.ImageLister;
import dev.chmcorr.job.run.CodeVersion;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.OutputPlace;
import dev.chmcorr.pickle.published.ScoreFile;
import dev.chmcorr.runfolder.RunLock;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.TableSwap;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The commands {@code scores import|export|show}: rankings tables and published score pickles. */
public final class RankingsJob {
  private RankingsJob() {}

  /** A published pickle to a rankings table in {@code OUT/NAME}. */
  public static void importPickle(JobContext context, ImportOptions options) throws IOException {
    Path folder = new Path(context.store().path(options.out()), options.name());
    Path pickle = context.store().path(options.file());
    if (context.store().require("score pickle", pickle).isDirectory()) {
      throw new UserException("Cannot import %s: it is a folder, not a pickle".formatted(pickle));
    }
    options.data().outputPlace(context.store(), options.out()).refuseAround("--out", folder);
    DataSet data = DataSet.list(context, options.data());
    Dataset<Row> rankings = new RankingSource(context, data, options.data()).read(options.file());
    RunRecord run = record(context, options, pickle, data);
    Path table = new Path(folder, "rankings");
    long queries;
    try (RunLock lock = RunLock.acquire(context.store(), folder)) {
      run.claim(context.store(), folder);
      new TableSwap(context.store(), table).replaceWith(rankings.sort("query_id", "rank"), run);
      queries = rankings.select("query_id").distinct().count();
      run.withSummary(Map.of("queries_ranked", queries)).write(context.store(), folder);
    }
    context.console().result("Imported rankings of %s: %s", Texts.count(queries, "query"), table);
  }

  private static RunRecord record(
      JobContext context, ImportOptions options, Path pickle, DataSet data) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("pickle", pickle.toString());
    parameters.put("train", data.gallery().source() + ": " + DataSet.digest(data.gallery()));
    parameters.put("val", data.queries().source() + ": " + DataSet.digest(data.queries()));
    Map<String, String> inputs = new LinkedHashMap<>();
    inputs.put("train", ImageLister.source(context.store(), options.data().train()));
    inputs.put("val", ImageLister.source(context.store(), options.data().val()));
    inputs.put("classes", Texts.lowerCase(options.data().classes()));
    inputs.putAll(options.data().input().recorded(context.store()));
    return RunRecord.of("scores import", CodeVersion.current(), parameters).withInputs(inputs);
  }

  /** A rankings table to a pickle as published: {query id: gallery ids, best last}. */
  public static void exportPickle(JobContext context, String folder, String out)
      throws IOException {
    OutputPlace place = new OutputPlace(context.store()).apartFrom("the run", folder);
    RunRecord record = RunRecord.read(context.store(), context.store().path(folder));
    if (record != null) {
      place
          .apartFrom("--train", ImageLister.place(record.inputs().get("train")))
          .apartFrom("--val", ImageLister.place(record.inputs().get("val")));
    }
    place.refuseIn("--out", out);
    SortedMap<Integer, int[]> lists = new TreeMap<>();
    for (Row row :
        table(context, folder)
            .groupBy("query_id")
            .agg(
                expr("transform(array_sort(collect_list(struct(-rank as r, gallery_id))), x -> x.gallery_id)")
                    .as("ids"))
            .collectAsList()) {
      List<Integer> ids = row.getList(1);
      lists.put(row.getInt(0), ids.stream().mapToInt(Integer::intValue).toArray());
    }
    Path file = context.store().path(out);
    context.store().writeWhole(file, stream -> ScoreFile.write(stream, lists));
    context
        .console()
        .result("Exported rankings of %s: %s", Texts.count(lists.size(), "query"), file);
  }

  /** Prints what is known of one query. */
  public static void show(JobContext context, ShowOptions options) throws IOException {
    new ShowQuery(context, options).run();
  }

  private static Dataset<Row> table(JobContext context, String text) throws IOException {
    return RankingSource.finished(context, context.store().path(text));
  }
}
