package dev.chmcorr.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.format_string;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.domain.Limits;
import dev.chmcorr.table.RankedNeighbour;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
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

  /** Far more than it takes, far less than one call per file or an object per pair would. */
  private static final double MOST_SECONDS = 180;

  private static final long MOST_MEBIBYTES = 3000;

  @TempDir private Path folder;
  private long start = System.nanoTime();

  @Test
  void listsAMillionFilesAndPlansFiftyThousandQueries(TestReporter reporter) throws IOException {
    LocalSpark.session()
        .sparkContext()
        .hadoopConfiguration()
        .set("fs.many.impl", ManyFiles.class.getName());
    Workplace work = new LocalSpark().work();

    ImageListing gallery = ImageListing.of(work, "--train", "many:/1000-1281");
    ImageListing queries = ImageListing.of(work, "--val", "many:/1000-50");
    report(reporter, "listing");
    assertThat(gallery.size()).isEqualTo(CLASSES * 1281);
    assertThat(queries.size()).isEqualTo(QUERIES);

    Path table = folder.resolve("run/rankings");
    rankings().write().mode(SaveMode.Overwrite).parquet(table.toString());
    start = System.nanoTime();
    Dataset<Row> read =
        new RankingSource(work, new DataSet(gallery, queries), Limits.DEFAULT)
            .read("file:" + folder.resolve("run"))
            .persist();
    assertThat(read.count()).isEqualTo((long) QUERIES * RANKS);
    report(reporter, "rankings joined with the listing");
    CorrespondPlan plan =
        CorrespondPlan.of(new DataSet(gallery, queries), read.where(col("rank").leq(50)));
    report(reporter, "plan");
    assertThat(plan.queries())
        .hasSize(QUERIES)
        .allSatisfy(planned -> assertThat(planned.galleryIds()).hasSize(50));
    read.unpersist();
  }

  /** Seconds since the last report, and what the heap holds now. */
  private void report(TestReporter reporter, String what) {
    double seconds = (System.nanoTime() - start) / 1e9;
    System.gc();
    long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    assertThat(seconds).as(what).isLessThan(MOST_SECONDS);
    assertThat(used).as(what).isLessThan(MOST_MEBIBYTES);
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
            expr("cast(0.5 as double)").as("similarity"))
        .select(
            Arrays.stream(RankedNeighbour.SCHEMA.fieldNames())
                .map(name -> col(name))
                .toArray(Column[]::new));
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
