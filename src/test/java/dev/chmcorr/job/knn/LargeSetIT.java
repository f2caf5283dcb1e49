package dev.chmcorr.job.knn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.format_string;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Framing;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.job.correspond.CorrespondPlan;
import dev.chmcorr.job.input.DataOptions;
import dev.chmcorr.job.input.DataSet;
import dev.chmcorr.job.input.ImageLister;
import dev.chmcorr.job.input.ImageReader;
import dev.chmcorr.job.input.ImageRules;
import dev.chmcorr.job.input.OnError;
import dev.chmcorr.job.knn.KnnOptions.Recognition;
import dev.chmcorr.job.listing.ImageListing;
import dev.chmcorr.job.network.ModelFile;
import dev.chmcorr.job.network.NetworkSpec;
import dev.chmcorr.job.rankings.RankingSource;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.job.run.RunId;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.table.RankingRow;
import dev.chmcorr.table.Table;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** What ImageNet's size costs the driver: 1,281,000 gallery images, 50,000 queries. */
@Tag("cluster")
class LargeSetIT {
  private static final int CLASSES = 1000;
  private static final int QUERIES = 50_000;
  private static final int RANKS = 100;

  /** Far fewer than one a file: two sets are listed, each has a root and its class folders. */
  private static final long MAX_LOOKS = 10 * CLASSES;

  /** Far less than an object per pair would take. */
  private static final long MAX_MEBIBYTES = 3000;

  private static final DataOptions OPTIONS =
      new DataOptions(
          "many:/1000-1281",
          "many:/1000-50",
          DataOptions.GalleryClasses.ALL,
          DataOptions.MissingClasses.REFUSE,
          OnError.RECORD);

  @TempDir private Path folder;
  private long start = System.nanoTime();

  @Test
  void listsAMillionFilesAndPlansFiftyThousandQueries(TestReporter reporter) throws IOException {
    JobContext context = context();
    long looks = ManyFiles.looks();

    ImageListing gallery = ImageLister.list(context, "--train", "many:/1000-1281");
    ImageListing queries = ImageLister.list(context, "--val", "many:/1000-50");
    report(reporter, "listing");
    assertThat(gallery.size()).isEqualTo(CLASSES * 1281);
    assertThat(queries.size()).isEqualTo(QUERIES);

    Path table = folder.resolve("run/rankings");
    rankings().write().mode(SaveMode.Overwrite).parquet(table.toString());
    start = System.nanoTime();
    Dataset<Row> read =
        new RankingSource(context, new DataSet(gallery, queries), OPTIONS)
            .read("file:" + folder.resolve("run"))
            .persist();
    assertThat(read.count()).isEqualTo((long) QUERIES * RANKS);
    report(reporter, "rankings joined with the listing");
    CorrespondPlan plan =
        CorrespondPlan.of(new DataSet(gallery, queries), read.where(col("rank").leq(50)));
    report(reporter, "plan");
    assertThat(ManyFiles.looks() - looks).isBetween(2L * CLASSES, MAX_LOOKS);
    assertThat(plan.queries())
        .hasSize(QUERIES)
        .allSatisfy(planned -> assertThat(planned.galleryIds()).hasSize(50));
    read.unpersist();
  }

  @Test
  void reusesAMillionEmbeddingsOfAnotherSet(TestReporter reporter) throws IOException {
    JobContext context = context();
    ImageListing gallery = ImageLister.list(context, "--train", "many:/1000-1281");
    DataSet data = new DataSet(gallery, ImageLister.list(context, "--val", "many:/1-1"));
    NetworkSpec networks =
        new NetworkSpec(
            new RunId("large", List.of()),
            new ModelFile("file:/m.pt", "m", null, null),
            null,
            Precision.FP32,
            DeviceChoice.CPU,
            0,
            Framing.UNSAID);
    EmbeddingSet set =
        EmbeddingSet.of(
            Split.GALLERY,
            gallery,
            new EmbeddingSet.Embedder(networks, TransformSet.SINGLE),
            context.store().path(folder.toString()));
    org.apache.hadoop.fs.Path other =
        new org.apache.hadoop.fs.Path(set.folder().getParent(), "other");
    Table.append(embeddings(), EmbeddingTable.first(other).path(), set.record());
    set.record().write(context.store(), other);
    ImageReader reader =
        ImageReader.of(context, data, new ImageRules(OnError.RECORD, Limits.DEFAULT));
    EmbedMeans means =
        new EmbedMeans(
            context, networks, reader, Recognition.BY_VERSION, StageMeter.of(context, "embed"));
    report(reporter, "embeddings written");

    long opened = ManyFiles.opened();
    EmbeddingTable table = EmbeddingTable.first(set.folder());
    try (EmbeddingReuse reuse = new EmbeddingReuse(means, set, new EmbeddingSources(context))) {
      assertThat(reuse.keep(table).missing()).isEmpty();
    }
    report(reporter, "embeddings of another set");
    try (EmbeddingReuse reuse = new EmbeddingReuse(means, set, new EmbeddingSources(context))) {
      assertThat(reuse.missing(table)).isEmpty();
    }
    assertThat(ManyFiles.opened() - opened).isZero();
    report(reporter, "embeddings of the set itself");
  }

  private static JobContext context() {
    LocalSpark.session()
        .sparkContext()
        .hadoopConfiguration()
        .set("fs.many.impl", ManyFiles.class.getName());
    return new LocalSpark().context();
  }

  /** Seconds since the last report, and what the heap holds now. */
  private void report(TestReporter reporter, String what) {
    double seconds = (System.nanoTime() - start) / 1e9;
    System.gc();
    long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    assertThat(used).as(what).isLessThan(MAX_MEBIBYTES);
    reporter.publishEntry(what, "%.1f s, %d MiB of heap in use".formatted(seconds, used));
    start = System.nanoTime();
  }

  private static Dataset<Row> rankings() {
    Column query = expr("cast(id div " + RANKS + " as int)");
    Column gallery = expr("cast((id * 7919) % 1281000 as int)");
    return LocalSpark.session()
        .range((long) QUERIES * RANKS)
        .select(
            query.as("query_id"),
            path(query, 50, "many:/1000-50").as("query_path"),
            className(query, 50).as("query_class"),
            expr("cast(id % " + RANKS + " + 1 as int)").as("rank"),
            gallery.as("gallery_id"),
            path(gallery, 1281, "many:/1000-1281").as("gallery_path"),
            className(gallery, 1281).as("gallery_class"),
            floor(gallery.divide(1281)).cast("int").as("gallery_label"),
            expr("cast(0.5 as double)").as("similarity"))
        .select(
            Arrays.stream(RankingRow.SCHEMA.fieldNames())
                .map(name -> col(name))
                .toArray(Column[]::new));
  }

  /** The whole gallery as if it had been embedded. */
  private static Dataset<Row> embeddings() {
    Column id = expr("cast(id as int)");
    return LocalSpark.session()
        .range(CLASSES * 1281L)
        .select(
            id.as("image_id"),
            path(id, 1281, "many:/1000-1281").as("path"),
            className(id, 1281).as("class_name"),
            floor(id.divide(1281)).cast("int").as("label"),
            lit(224).as("width"),
            lit(224).as("height"),
            lit(110_000L).as("bytes"),
            lit(0L).as("modified"),
            sha2(path(id, 1281, "many:/1000-1281").cast("binary"), 256).as("sha256"),
            lit(null).cast("string").as("reason"),
            lit(null).cast("string").as("error"),
            lit(null).cast("string").as("message"),
            lit(null).cast("long").as("pixels"),
            expr("array(cast(id as float))").as("embedding"));
  }

  private static Column className(Column id, int perClass) {
    return format_string("n%08d", floor(id.divide(perClass)).plus(1440764));
  }

  private static Column path(Column id, int perClass, String root) {
    return concat_ws(
        "",
        lit(root + "/"),
        className(id, perClass),
        lit("/"),
        className(id, perClass),
        lit("_"),
        id.mod(perClass).plus(10026).cast("string"),
        lit(".JPEG"));
  }
}
