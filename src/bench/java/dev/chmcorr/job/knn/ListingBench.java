package dev.chmcorr.job.knn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;

import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.correspond.CorrespondPlan;
import dev.chmcorr.job.input.DataSet;
import dev.chmcorr.job.input.ImageLister;
import dev.chmcorr.job.listing.ImageListing;
import dev.chmcorr.job.listing.ListedImage;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.Sessions;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** In the package of the file system that it lists, and of what it measures. */
@Command(
    name = "listing",
    mixinStandardHelpOptions = true,
    header = "Lists and plans a made-up data set larger than any disk here, in the heap of HEAP.%n",
    description = {
      "By default 14 million gallery images and a million queries in 21,841 classes, as ImageNet-21k",
      "has them, in a file system that exists in name only; after each step its seconds, the heap",
      "that is in use after a collection, and the peak resident size since the start.",
      ""
    })
public final class ListingBench implements Callable<Integer> {
  private static final double NANOSECONDS = 1e9;

  @Option(names = "--classes", defaultValue = "21841", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}")
  private int classes;

  @Option(names = "--gallery", defaultValue = "641", paramLabel = "N", description = "Images of each class. Default: ${DEFAULT-VALUE}")
  private int gallery;

  @Option(names = "--queries", defaultValue = "46", paramLabel = "N", description = "Of each class. Default: ${DEFAULT-VALUE}")
  private int queries;

  @Option(names = "--candidates", defaultValue = "50", paramLabel = "N", description = "Of each query. Default: ${DEFAULT-VALUE}")
  private int candidates;

  private long start;

  @Override
  public Integer call() throws Exception {
    try (SparkSession spark = Sessions.open("bench")) {
      spark.sparkContext().hadoopConfiguration().set("fs.many.impl", ManyFiles.class.getName());
      JobContext context = JobContext.of(spark, Console.silent());
      start = System.nanoTime();
      ImageListing ofGallery = list(context, "--train", gallery);
      report("list %,d gallery images", ofGallery.size());
      ImageListing ofQueries = list(context, "--val", queries);
      report("list %,d queries", ofQueries.size());
      report("digest of names: %s", DataSet.digest(ofGallery));
      long bytes = ListedImage.dataset(spark, ofGallery.images(), 8 * context.slots()).agg(functions.sum("bytes")).first().getLong(0);
      report("gallery as rows of tasks: %,d bytes of images", bytes);
      long names = ofGallery.dataset(context, "gallery").agg(functions.sum(functions.length(col("gallery_path")))).first().getLong(0);
      report("gallery as rows to join: %,d letters of paths", names);
      CorrespondPlan plan = CorrespondPlan.of(new DataSet(ofGallery, ofQueries), rankings(spark, ofQueries.size(), ofGallery.size()));
      report("plan of %,d queries of %d candidates", plan.queries().size(), candidates);
      return 0;
    }
  }

  private ImageListing list(JobContext context, String what, int perClass) throws Exception {
    return ImageLister.list(context, what, "many:/%d-%d".formatted(classes, perClass));
  }

  /** Columns of rankings that a plan asks for. */
  private Dataset<Row> rankings(SparkSession spark, long queries, long gallery) {
    Column id = col("id");
    return spark
        .range(queries * candidates)
        .select(
            functions.expr("cast(id div %d as int)".formatted(candidates)).as("query_id"),
            functions.expr("cast(id %% %d + 1 as int)".formatted(candidates)).as("rank"),
            functions.expr("cast((id * 7919) %% %d as int)".formatted(gallery)).as("gallery_id"));
  }

  private void report(String what, Object... values) throws Exception {
    double seconds = (System.nanoTime() - start) / NANOSECONDS;
    System.gc();
    long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    System.out.printf(Locale.ROOT, "  %-60s %7.1f s, heap in use %5d MiB, %s%n", what.formatted(values), seconds, used, RankBench.peak());
    start = System.nanoTime();
  }
}
