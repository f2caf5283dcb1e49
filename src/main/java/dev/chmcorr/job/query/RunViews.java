package dev.chmcorr.job.query;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.store.Storage;
import dev.chmcorr.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The tables of runs as views of a session: each as RUN_TABLE, after the name of the run's folder,
 * and as TABLE of the first run that has it.
 */
final class RunViews {
  private static final List<String> EMBEDDINGS = List.of("gallery_embeddings", "query_embeddings");

  private final JobContext context;
  private final Map<String, Path> views = new LinkedHashMap<>();
  private final List<String> prefixes = new ArrayList<>();

  private RunViews(JobContext context) {
    this.context = context;
  }

  /**
   * Makes the views.
   *
   * @param runs folders
   * @throws UserException if one is none, or holds no table
   */
  static RunViews of(JobContext context, List<String> runs) throws IOException {
    RunViews views = new RunViews(context);
    for (String run : runs) {
      views.add(context.store().path(run));
    }
    views.views.forEach(
        (name, table) -> Table.read(context.spark(), table).createOrReplaceTempView(name));
    return views;
  }

  /** Names of the views and where their tables lie; those without a prefix first. */
  Map<String, Path> tables() {
    return views;
  }

  private void add(Path run) throws IOException {
    if (!context.store().require("run", run).isDirectory()) {
      throw new UserException(
          "Cannot query %s: it is a file; give the folder of a run".formatted(run));
    }
    Map<String, Path> tables = tables(run);
    if (tables.isEmpty()) {
      throw new UserException(
          "Cannot query %s: it holds no table; give the folder of a run of knn, rerank or scores import"
              .formatted(run));
    }
    String prefix = prefix(run);
    tables.forEach(views::putIfAbsent);
    tables.forEach((name, table) -> views.put(prefix + "_" + name, table));
  }

  /** The name of the folder as SQL has names, and a number if an earlier run has that name. */
  private String prefix(Path run) {
    String name = run.getName().replaceAll("\\W", "_");
    String prefix = name;
    for (int number = 2; prefixes.contains(prefix); number++) {
      prefix = name + "_" + number;
    }
    prefixes.add(prefix);
    return prefix;
  }

  private Map<String, Path> tables(Path run) throws IOException {
    Map<String, Path> tables = new LinkedHashMap<>();
    FileStatus[] entries = context.store().list(run);
    Arrays.sort(entries);
    for (FileStatus entry : entries) {
      String name = entry.getPath().getName();
      if (name.matches("[A-Za-z]\\w*(-\\d+)?") && isTable(entry.getPath())) {
        tables.put(name.replace('-', '_'), entry.getPath());
      }
    }
    RunRecord record = RunRecord.read(context.store(), run);
    if (record != null) {
      addEmbeddings(tables, record);
    }
    return tables;
  }

  /** Those that the run, or the ranking that it was made of, was made of. */
  private void addEmbeddings(Map<String, Path> tables, RunRecord record) throws IOException {
    RunRecord ranking = record.inputs().containsKey("knn") ? rankingOf(record) : record;
    for (String name : EMBEDDINGS) {
      String place = ranking == null ? null : ranking.inputs().get(name);
      if (place != null && isTable(context.store().path(place))) {
        tables.put(name, context.store().path(place));
      }
    }
  }

  /** The record of the ranking, or null: it may have been a pickle, or be gone. */
  private RunRecord rankingOf(RunRecord record) throws IOException {
    Path ranking = context.store().path(record.inputs().get("knn"));
    Storage store = context.store();
    return store.exists(ranking) && store.require("run", ranking).isDirectory()
        ? RunRecord.read(store, ranking)
        : null;
  }

  private boolean isTable(Path folder) throws IOException {
    return context.store().exists(new Path(folder, "_SUCCESS"));
  }
}
