package dev.chmcorr.job.knn;

import static org.apache.spark.sql.functions.col;

import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.TablePath;
import dev.chmcorr.job.listing.ImageListing;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.Failure;
import dev.chmcorr.table.RankingRow;
import dev.chmcorr.table.Table;
import dev.chmcorr.table.TableSwap;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.types.StructType;

/** The queries that a run has ranked before, which stay when it ranks some others. */
final class KnownQueries {
  private final JobContext context;
  private final Path folder;

  KnownQueries(JobContext context, Path folder) {
    this.context = context;
    this.folder = folder;
  }

  /**
   * Those of a listing that are in the folder's tables, ranked or failed; none if another run made
   * them. The folder's lock must be held.
   */
  BitSet of(RunRecord run, ImageListing queries) throws IOException {
    RunRecord earlier = RunRecord.read(context.store(), folder);
    BitSet known = new BitSet();
    if (earlier == null
        || !earlier.command().equals(run.command())
        || !earlier.parameters().equals(run.parameters())) {
      return known;
    }
    context.describe("look for ranked queries");
    Set<String> paths = new HashSet<>();
    paths.addAll(paths("rankings", RankingRow.SCHEMA, "rank = 1", "query_path"));
    String failed = "split = '%s'".formatted(Split.QUERY.text());
    paths.addAll(paths("errors", Failure.SCHEMA, failed, "path"));
    for (ImageRef query : queries.images()) {
      if (paths.contains(query.path())) {
        known.set(query.id());
      }
    }
    return known;
  }

  private List<String> paths(String table, StructType schema, String which, String column)
      throws IOException {
    Path path = new Path(folder, table);
    new TableSwap(context.store(), path).finish();
    return Table.readOrEmpty(context.spark(), context.store(), path, schema)
        .where(which)
        .select(col(column))
        .as(Encoders.STRING())
        .collectAsList()
        .stream()
        .map(TablePath::of)
        .toList();
  }
}
