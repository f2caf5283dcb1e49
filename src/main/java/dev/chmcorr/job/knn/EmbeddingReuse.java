package dev.chmcorr.job.knn;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import dev.chmcorr.domain.FailureReason;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.job.input.ImageReader;
import dev.chmcorr.job.input.OnError;
import dev.chmcorr.job.knn.KnnOptions.Recognition;
import dev.chmcorr.job.listing.ListedImage;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.table.EmbeddingRow;
import dev.chmcorr.table.Failure;
import dev.chmcorr.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Decides which embeddings there are for the images of a set, in its own folder and beside it. A
 * row holds if its file has not changed and no limit would decide otherwise today.
 */
final class EmbeddingReuse implements AutoCloseable {
  private static final List<String> IMAGE = List.of("image_id", "path", "class_name", "label");

  private final JobContext context;
  private final ImageReader reader;
  private final EmbeddingSet set;
  private final Recognition recognition;
  private final EmbeddingSources sources;

  /** The listed images as rows, with the digests of their files if contents are compared. */
  private Dataset<Row> listed;

  EmbeddingReuse(EmbedMeans means, EmbeddingSet set, EmbeddingSources sources) {
    this.context = means.context();
    this.reader = means.reader();
    this.recognition = means.recognition();
    this.set = set;
    this.sources = sources;
  }

  /**
   * What was kept.
   *
   * @param table that holds it
   * @param missing the images of which it has no row
   */
  record Kept(EmbeddingTable table, List<ImageRef> missing) {}

  /** The images that have no row that holds in a table of the set; writes nothing. */
  List<ImageRef> missing(EmbeddingTable table) throws IOException {
    List<ImageRef> images = set.listing().images();
    if (!context.store().exists(table.path())) {
      return images;
    }
    context.describe("look for earlier embeddings");
    List<String> same = new ArrayList<>(IMAGE);
    same.addAll(List.of("bytes", "modified"));
    if (recognition == Recognition.BY_CONTENT) {
      same.add("sha256");
    }
    Dataset<Row> valid = comparable(Table.select(own(table).where(holds()), same));
    BitSet missing =
        ids(comparable(listed()).join(valid, same.toArray(String[]::new), "left_anti"));
    if (!missing.isEmpty() && reader.rules().onError() == OnError.RECORD) {
      missing.andNot(ids(unreadableStill(table)));
    }
    return only(missing);
  }

  /** No null is equal to another in a join, but images without a class may be the same. */
  private static Dataset<Row> comparable(Dataset<Row> images) {
    return images.na().fill(Map.of("class_name", "", "label", -1));
  }

  /** Images that could not be read then nor can now: their rows say so already. */
  private Dataset<Row> unreadableStill(EmbeddingTable table) throws IOException {
    context.describe("try to read what could not be read");
    Column unreadable = col("reason").equalTo(FailureReason.UNREADABLE.text());
    Dataset<Row> then = own(table).where(unreadable).select("image_id", "path");
    Dataset<Row> images = listed().join(then, new String[] {"image_id", "path"});
    Dataset<Row> digested =
        switch (recognition) {
          case BY_VERSION ->
              Table.select(images, ListedImage.SCHEMA)
                  .map(new ImageDigest(reader), Encoders.row(ImageDigest.SCHEMA));
          case BY_CONTENT -> images;
        };
    return digested.where(col("sha256").isNull());
  }

  /**
   * Keeps the rows that hold, those of a table of the set and those of other sets, and no others:
   * in the same table if all of its rows hold, else in the next. The set's lock must be held.
   *
   * @param table the current one
   */
  Kept keep(EmbeddingTable table) throws IOException {
    context.store().deleteUnfinished(table.path());
    List<ImageRef> missing = missing(table);
    if (missing.isEmpty()) {
      return new Kept(table, missing);
    }
    List<Dataset<Row>> others = others();
    long known = context.store().exists(table.path()) ? count(own(table)) : 0;
    int valid = set.listing().size() - missing.size();
    if (known > valid) {
      others.add(0, own(table));
      EmbeddingTable next = moveOn(table, others);
      return new Kept(next, missing(next));
    }
    return new Kept(table, others.isEmpty() ? missing : copy(table, missing, others));
  }

  /** Dataset.count() would shuffle, in a thread that may not know what this job is called. */
  private static long count(Dataset<Row> rows) {
    return rows.select("image_id").toJavaRDD().count();
  }

  /** Writes what holds of some tables to the one that is current from then on. */
  private EmbeddingTable moveOn(EmbeddingTable table, List<Dataset<Row>> tables)
      throws IOException {
    context.describe("keep embeddings of unchanged images");
    EmbeddingTable next = table.next();
    Table.overwrite(found(listed(), tables), next.path(), set.record());
    set.record(next).write(context.store(), set.folder());
    next.deleteOthers(context.store());
    return next;
  }

  private List<Dataset<Row>> others() throws IOException {
    List<Dataset<Row>> others = new ArrayList<>(sources.ofOtherSets(set, recognition));
    switch (recognition) {
      case BY_VERSION -> sources.warnOfOldRuns(set);
      case BY_CONTENT -> others.addAll(sources.ofOldRuns(set));
    }
    return others;
  }

  /** Takes what there is of the missing images from other sets. */
  private List<ImageRef> copy(
      EmbeddingTable table, List<ImageRef> missing, List<Dataset<Row>> others) throws IOException {
    context.describe("look for embeddings of other sets");
    Dataset<Row> found = found(listed(missing), others);
    if (ids(found).isEmpty()) {
      return missing;
    }
    context.describe("take embeddings of other sets");
    Table.append(found, table.path(), set.record());
    return missing(table);
  }

  /** Rows of a table of the set for listed images, out of some tables. */
  private Dataset<Row> found(Dataset<Row> images, List<Dataset<Row>> tables) {
    List<String> content =
        new ArrayList<>(List.of("width", "height", "reason", "error", "message", "pixels"));
    content.add("embedding");
    List<String> same = new ArrayList<>();
    switch (recognition) {
      case BY_VERSION -> {
        same.addAll(List.of("path", "bytes", "modified"));
        content.add("sha256");
      }
      case BY_CONTENT -> same.add("sha256");
    }
    content.addAll(same);
    Dataset<Row> all =
        tables.stream()
            .map(table -> Table.select(table.where(holds()), content))
            .reduce(Dataset::union)
            .orElseThrow();
    String[] keys = same.toArray(String[]::new);
    return Table.select(images.join(all.dropDuplicates(keys), keys), EmbeddingRow.SCHEMA);
  }

  /** Not so if another try may end otherwise, or a limit would decide otherwise today. */
  private Column holds() {
    Limits limits = reader.rules().limits();
    Column pixels = col("width").cast("long").multiply(col("height"));
    Column outgrown = coalesce(pixels.gt(limits.pixels()), lit(false));
    Column again = Failure.mayPass(limits.pixels()).or(outgrown);
    // A run that is to stop at a bad image does so whoever found it first.
    return reader.rules().onError() == OnError.FAIL
        ? not(again.or(col("error").isNotNull()))
        : not(again);
  }

  private Dataset<Row> own(EmbeddingTable table) throws IOException {
    return context.store().exists(table.path())
        ? EmbeddingRow.read(context.spark(), table.path(), EmbeddingRow.SCHEMA)
        : context.spark().createDataFrame(List.of(), EmbeddingRow.SCHEMA);
  }

  private Dataset<Row> listed() {
    if (listed == null) {
      List<ImageRef> images = set.listing().images();
      int tasks = Math.min(images.size(), 8 * context.slots());
      Dataset<Row> rows = ListedImage.dataset(context.spark(), images, tasks);
      listed =
          switch (recognition) {
            case BY_VERSION -> rows;
            case BY_CONTENT -> digests(rows);
          };
    }
    return listed;
  }

  private Dataset<Row> listed(List<ImageRef> some) {
    return some.size() == set.listing().size()
        ? listed()
        : listed()
            .join(ListedImage.dataset(context.spark(), some, 1).select("image_id"), "image_id");
  }

  private Dataset<Row> digests(Dataset<Row> rows) {
    context
        .console()
        .stage("embed: reading %s to compare them", Texts.count(set.listing().size(), set.what()));
    return rows.map(new ImageDigest(reader), Encoders.row(ImageDigest.SCHEMA)).persist();
  }

  private static BitSet ids(Dataset<Row> rows) {
    BitSet ids = new BitSet();
    rows.select("image_id").as(Encoders.INT()).collectAsList().forEach(ids::set);
    return ids;
  }

  private List<ImageRef> only(BitSet ids) {
    return set.listing().some(ids);
  }

  @Override
  public void close() {
    if (listed != null) {
      listed.unpersist();
    }
  }
}
