package dev.chmcorr.job.shards;

import dev.chmcorr.domain.Causes;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.listing.ImageInput;
import dev.chmcorr.job.listing.ListingProgress;
import dev.chmcorr.job.lists.ListFormat;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.SerializableConfiguration;

/** Reads the footers of a table's files in Spark's tasks. */
final class TableFooters {
  private static final String LFS = "version https://git-lfs";

  private TableFooters() {}

  /**
   * The footers of a table's files, in their order.
   *
   * @throws UserException if one cannot be read, naming it
   */
  static List<TableFooter> read(JobContext context, ImageInput input) {
    context.describe("read the footers of " + input.root());
    ListingProgress progress = new ListingProgress(context, "table", "files");
    List<String> paths = input.files().stream().map(Path::toString).toList();
    List<Row> rows =
        progress.collect(
            context.console(),
            JavaSparkContext.fromSparkContext(context.spark().sparkContext())
                .parallelize(paths, ListingProgress.tasks(paths.size(), context.slots()))
                .map(new ReadFooter(context.configuration(), progress)),
            paths.size());
    List<TableFooter> footers = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      if (!rows.get(i).isNullAt(0)) {
        throw new UserException(
            "Cannot read %s %s: %s"
                .formatted(input.what(), paths.get(i), rows.get(i).getString(0)));
      }
      footers.add(TableFooter.fromRow(rows.get(i).getStruct(1)));
    }
    return footers;
  }

  /** What is wrong with a file, or null, and its footer. */
  private static final class ReadFooter implements Function<String, Row> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<SerializableConfiguration> configuration;
    private final ListingProgress progress;

    ReadFooter(Broadcast<SerializableConfiguration> configuration, ListingProgress progress) {
      this.configuration = configuration;
      this.progress = progress;
    }

    @Override
    public Row call(String text) throws IOException {
      Path path = new Path(text);
      Storage store = new Storage(configuration.value().value());
      FileStatus status = store.require("file", path);
      try {
        TableFooter footer = TableFooter.read(configuration.value().value(), status);
        progress.found(0);
        return RowFactory.create(null, footer.toRow());
      } catch (Exception e) {
        return RowFactory.create(why(store, path, e), null);
      }
    }

    private static String why(Storage store, Path path, Exception e) throws IOException {
      byte[] start;
      try (InputStream in = store.system(path).open(path)) {
        start = in.readNBytes(LFS.length());
      }
      if (start.length == 0) {
        return "it is empty";
      }
      if (new String(start, StandardCharsets.ISO_8859_1).startsWith(LFS)) {
        return "it is a pointer of Git LFS, not the file itself; fetch it with git lfs pull";
      }
      if (!new String(start, StandardCharsets.ISO_8859_1).startsWith("PAR")) {
        return "it is not a Parquet file";
      }
      Throwable root = Causes.root(e);
      return "it is a damaged or unfinished Parquet file: %s"
          .formatted(ListFormat.shown(Causes.firstLine(root)));
    }
  }
}
