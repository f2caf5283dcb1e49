package dev.chmcorr.job.rerank;

import static org.apache.spark.sql.functions.col;

import dev.chmcorr.domain.Texts;
import dev.chmcorr.job.input.DataSet;
import dev.chmcorr.job.listing.ImageListing;
import dev.chmcorr.job.listing.ListedImage;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.EmbeddingRow;
import java.io.IOException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Tells whether images are still those that rankings were made of. */
final class RankedImages {
  private static final Pattern DIGEST = Pattern.compile("\\d+ images, [0-9a-f]{16}$");

  private final JobContext context;
  private final Differences differences;

  RankedImages(JobContext context, Differences differences) {
    this.context = context;
    this.differences = differences;
  }

  /**
   * Compares a set's names with those that were ranked, and its files with those that were
   * embedded.
   *
   * @param option that names the set
   * @param recorded what the ranking's record says of the set, or null
   * @param embeddings table that the ranking was made of, or null if it has none
   */
  void check(String option, ImageListing images, String recorded, Path embeddings)
      throws IOException {
    if (embeddings == null) {
      // Imported rankings say how many images there were, and what they were called.
      compareNames(option, images, recorded);
    } else if (context.store().exists(embeddings)) {
      RunRecord set = RunRecord.read(context.store(), embeddings.getParent());
      compareNames(option, images, set == null ? null : set.parameters().get("images"));
      compareFiles(option, images, embeddings);
    } else {
      context
          .console()
          .warn(
              "whether the files of %s have changed since they were ranked cannot be checked: %s is gone",
              option, embeddings);
    }
  }

  /**
   * @param recorded ends with the digest of the names, if there is any
   */
  private void compareNames(String option, ImageListing images, String recorded) {
    Matcher digest = DIGEST.matcher(String.valueOf(recorded));
    String then = digest.find() ? digest.group() : null;
    String now = DataSet.digest(images);
    if (then != null && !then.equals(now)) {
      differences.found(
          Difference.IMAGES,
          "%s has %s (digest of their names), it had %s".formatted(option, now, then));
    }
  }

  private void compareFiles(String option, ImageListing images, Path embeddings) {
    context.describe("look for changed images of " + option);
    Dataset<Row> changed = changed(images, embeddings).persist();
    try {
      long count = changed.count();
      if (count > 0) {
        Row first = changed.sort("image_id").first();
        differences.found(
            Difference.IMAGES,
            "%s of %s %s changed since %s ranked, the first is %s (%d bytes of %s, it had %d bytes of %s)"
                .formatted(
                    Texts.count(count, "image"),
                    option,
                    Texts.verb(count, "has", "have"),
                    Texts.verb(count, "it was", "they were"),
                    first.getAs("path"),
                    first.<Long>getAs("bytes"),
                    Instant.ofEpochMilli(first.<Long>getAs("modified")),
                    first.<Long>getAs("bytes_then"),
                    Instant.ofEpochMilli(first.<Long>getAs("modified_then"))));
      }
    } finally {
      changed.unpersist();
    }
  }

  /** A table may have been unpacked elsewhere since: its images have other paths and times then. */
  private Dataset<Row> changed(ImageListing images, Path embeddings) {
    Dataset<Row> then =
        EmbeddingRow.read(context.spark(), embeddings, EmbeddingRow.SCHEMA)
            .where(col("error").isNull())
            .select(
                col("image_id"),
                col("path").as("path_then"),
                col("bytes").as("bytes_then"),
                col("modified").as("modified_then"));
    return ListedImage.dataset(context.spark(), images.images(), context.slots())
        .join(then, "image_id")
        .where("bytes <> bytes_then or path = path_then and modified <> modified_then");
  }
}
