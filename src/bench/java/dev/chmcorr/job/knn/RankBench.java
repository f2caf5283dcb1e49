package dev.chmcorr.job.knn;

import dev.chmcorr.job.run.Sessions;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.run.JobContext;

import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.Split;
import dev.chmcorr.model.search.TorchBlockProduct;
import dev.chmcorr.model.torch.TorchDevice;
import dev.chmcorr.model.torch.TorchEngine;
import dev.chmcorr.table.EmbeddingRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** In the package of what it measures, which is not public. */
@Command(
    name = "rank",
    mixinStandardHelpOptions = true,
    header = "A gallery larger than memory: ranks a table of made-up embeddings.%n",
    description = {
      "A million of 2048 numbers fill some 5 GB of the work folder. With --circle they are points of a",
      "circle, whose neighbours are found without a product: what is left is what ranking millions of",
      "queries takes in memory, shuffles and tables.",
      ""
    })
public final class RankBench implements Callable<Integer> {
  private static final int DIMENSION = 2048;
  private static final int ROWS_PER_FILE = 25_000;
  private static final double[][] DIRECTIONS = directions(16);

  @Option(names = "--gallery", defaultValue = "1000000", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}")
  private int gallery;

  @Option(names = "--queries", defaultValue = "1000", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}")
  private int queries;

  @Option(names = "--k", defaultValue = "100", paramLabel = "K", description = "Default: ${DEFAULT-VALUE}")
  private int k;

  @Option(names = "--per-class", defaultValue = "0", paramLabel = "M", description = "Also the M nearest of each of the 10 best of 1,000 classes, if M is not 0.")
  private int perClass;

  @Option(names = "--circle", description = "Embeddings of two numbers.")
  private boolean circle;

  @Option(names = "--folder", defaultValue = "target/bench/rank", paramLabel = "DIR", description = "Is replaced. Default: ${DEFAULT-VALUE}")
  private Path folder;

  private GallerySearch.ProductSource source() {
    return circle ? CircleProduct::new : Product::get;
  }

  @Override
  public Integer call() throws Exception {
    if (Files.exists(folder)) {
      PathUtils.deleteDirectory(folder);
    }
    SparkSession spark = Sessions.open("bench");
    try {
      Dataset<Row> galleryRows = embeddings(spark, Split.GALLERY, 0, gallery);
      Dataset<Row> queryRows = embeddings(spark, Split.QUERY, gallery, gallery + queries);
      long start = System.nanoTime();
      JobContext context = JobContext.of(spark, Console.standard());
      RankInput input = RankInput.of(context, galleryRows, queryRows);
      new RankJob(context, k, source(), StageMeter.of(context, "rank"))
          .run(input)
          .write()
          .parquet(folder.resolve("rankings").toString());
      System.out.printf(
          "  %d queries ranked against %d images in %.1f s; since start %s%n",
          queries, gallery, 1e-9 * (System.nanoTime() - start), peak());
      if (perClass > 0) {
        rankClasses(context, input);
      }
      return 0;
    } finally {
      spark.stop();
    }
  }

  private void rankClasses(JobContext context, RankInput input) throws Exception {
    long start = System.nanoTime();
    new ClassRankJob(context, new PerClass(perClass, 10), source(), StageMeter.of(context, "class_rank"))
        .run(input, input.partitions())
        .write()
        .parquet(folder.resolve("class_rankings").toString());
    System.out.printf("  the %d nearest of each class in %.1f s; since start %s%n", perClass, 1e-9 * (System.nanoTime() - start), peak());
  }

  /** A table of images with numbers from {@code first} up to {@code end}; ids begin at 0. */
  private Dataset<Row> embeddings(SparkSession spark, Split split, int first, int end) {
    String table = folder.resolve(split.text()).toString();
    spark
        .range(first, end, 1, (end - first + ROWS_PER_FILE - 1) / ROWS_PER_FILE)
        .map(image(split, first, circle), Encoders.row(EmbeddingRow.SCHEMA))
        .write()
        .option("compression", "zstd")
        .parquet(table);
    return spark.read().schema(EmbeddingRow.SCHEMA).parquet(table);
  }

  private static MapFunction<Long, Row> image(Split split, int first, boolean circle) {
    return number -> {
      int id = (int) (number - first);
      String className = "class" + id % 1000;
      String path = "file:/" + split.text() + "/" + className + "/" + id + ".jpg";
      return new EmbeddingRow(
              new ImageRef(id, path, className, id % 1000),
              new EmbeddingRow.Content("00", 2, 2),
              circle ? CircleProduct.point(number) : embedding(number),
              null)
          .toRow();
    };
  }

  /** Half of the numbers zero, as after a network's last rectifier, and 16 common directions. */
  private static float[] embedding(long number) {
    SplittableRandom random = new SplittableRandom(number);
    double[] weights = random.doubles(DIRECTIONS.length, -1, 1).toArray();
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      double sum = random.nextDouble(-0.5, 0.5);
      for (int j = 0; j < weights.length; j++) {
        sum += weights[j] * DIRECTIONS[j][i];
      }
      vector[i] = (float) Math.max(0, sum);
    }
    return vector;
  }

  private static double[][] directions(int count) {
    double[][] directions = new double[count][DIMENSION];
    for (int j = 0; j < count; j++) {
      for (int i = 0; i < DIMENSION; i++) {
        directions[j][i] = Math.sin((j + 1) * (i + 0.5));
      }
    }
    return directions;
  }

  static String peak() throws Exception {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return "(peak memory unknown)";
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines.filter(line -> line.startsWith("VmHWM")).map(line -> line.replaceAll("\\s+", " ")).findFirst().orElse("");
    }
  }

  /** The product of this JVM. */
  private static final class Product {
    private static TorchBlockProduct product;

    static synchronized TorchBlockProduct get() {
      if (product == null) {
        TorchEngine.limitThreads(1);
        product = TorchBlockProduct.load(TorchDevice.resolve(DeviceChoice.CPU, 0));
      }
      return product;
    }
  }
}
