package dev.chmcorr.job.report;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The nearest images of each class that the page of a query can show: some of its nearest classes,
 * and of its own.
 */
final class ClassNeighbours {
  /** More would make pages heavy: a compared pair takes a kilobyte. */
  private static final int CLASSES = 10;

  private static final int IMAGES = 5;

  private ClassNeighbours() {}

  /** Rows of {@link dev.chmcorr.table.ClassSchemas#RANKINGS}; none where the run has none. */
  static Dataset<Row> of(ShownRun run) throws IOException {
    return of(run, CLASSES);
  }

  /** Likewise of so many of the nearest classes. */
  static Dataset<Row> of(ShownRun run, int classes) throws IOException {
    return run.folder()
        .classes()
        .rankings()
        .where(col("rank").leq(IMAGES))
        .where(col("class_rank").leq(classes).or(col("gallery_class").equalTo(col("query_class"))));
  }
}
