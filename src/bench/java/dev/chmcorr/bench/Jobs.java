package dev.chmcorr.bench;

import dev.chmcorr.job.score.PerQuery;
import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.job.input.DataOptions;
import dev.chmcorr.job.knn.KnnJob;
import dev.chmcorr.job.knn.KnnOptions;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.input.OnError;
import dev.chmcorr.job.rerank.RerankJob;
import dev.chmcorr.job.rerank.RerankOptions;
import dev.chmcorr.job.rerank.RerankReport;
import dev.chmcorr.job.run.Sessions;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.pickle.published.ScoreFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.io.file.PathUtils;
import org.apache.spark.sql.SparkSession;

/** The commands knn and rerank as they run within one warm JVM, into a new folder each time. */
final class Jobs implements AutoCloseable {
  static final int CANDIDATES = 50;
  private static final int BATCH = 8;
  private static final int CACHE_MEBIBYTES = 1024;

  private final Material material;
  private final SparkSession spark;
  private final JobContext context;
  private final Path trunk;
  private final Path chm;
  private int runs;

  private Jobs(Material material, Path chm) throws IOException {
    this.material = material;
    this.trunk = material.trunkArchive();
    this.chm = chm;
    this.spark = Sessions.open("bench");
    this.context = JobContext.of(spark, Material.silent());
  }

  /** For {@link #knn} only. */
  static Jobs knn(Material material) throws IOException {
    return new Jobs(material, null);
  }

  /** For both commands. */
  static Jobs rerank(Material material) throws IOException {
    return new Jobs(material, material.chmArchive());
  }

  void knn(Path train, Precision precision) throws IOException {
    KnnOptions options =
        new KnnOptions(
            "knn",
            data(train),
            networks(precision, null),
            TransformSet.SINGLE,
            100,
            folder("bench-knn").toString());
    KnnJob.run(context, options);
  }

  /**
   * Compares queries with candidates of which no features are kept from earlier runs.
   *
   * @param rankings file of {@link #rankings}
   * @return queries, and the seconds of their comparison without start and end of the run
   */
  RerankReport.Effort rerank(Path rankings, Precision precision) throws IOException {
    // A cache of another size is a new cache.
    int cache = CACHE_MEBIBYTES + runs++;
    RerankOptions options =
        new RerankOptions(
            data(material.train()),
            "chm",
            networks(precision, chm),
            rankings.toString(),
            TransformSet.SINGLE,
            new RerankOptions.Scoring(CANDIDATES, 20, 0.55, Axes.PUBLISHED, null),
            folder("bench-rerank").toString(),
            null,
            PerQuery.NONE,
            cache);
    return RerankJob.run(context, options).effort();
  }

  /** Which 50 gallery images a query is compared with. */
  interface Candidates {
    /** Gallery id of the candidate at a rank from 0. */
    int at(int query, int rank);
  }

  /** Writes a ranking file of the first queries. */
  static Path rankings(Material material, String name, int queries, Candidates candidates)
      throws IOException {
    SortedMap<Integer, int[]> rankings = new TreeMap<>();
    for (int query = 0; query < queries; query++) {
      int[] ids = new int[CANDIDATES];
      for (int rank = 0; rank < CANDIDATES; rank++) {
        ids[CANDIDATES - 1 - rank] = candidates.at(query, rank);
      }
      rankings.put(query, ids);
    }
    Path file = material.context(name);
    try (OutputStream out = Files.newOutputStream(file)) {
      ScoreFile.write(out, rankings);
    }
    return file;
  }

  private DataOptions data(Path train) throws IOException {
    return new DataOptions(
        train.toString(),
        material.val().toString(),
        DataOptions.GalleryClasses.ALL,
        DataOptions.MissingClasses.REFUSE,
        OnError.RECORD);
  }

  private NetworkOptions networks(Precision precision, Path chm) {
    return new NetworkOptions(
        trunk.toString(),
        chm == null ? null : chm.toString(),
        precision,
        DeviceChoice.CPU,
        BATCH);
  }

  private Path folder(String name) throws IOException {
    Path folder = material.context(name);
    if (Files.exists(folder)) {
      PathUtils.deleteDirectory(folder);
    }
    return folder;
  }

  @Override
  public void close() {
    spark.stop();
  }
}
