package dev.chmcorr.job.knn;

import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.knn.EmbedJob.Embeddings;
import dev.chmcorr.runfolder.RunRecord;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The embeddings that a ranking is made of, some of each set at least. */
record Embedded(Embeddings gallery, Embeddings queries) {
  private static final String GALLERY_STATE = "gallery_state";
  private static final String QUERY_STATE = "query_state";

  /**
   * Embeds both sets. The queries come first, which are fewer as a rule: what is wrong with them is
   * said before the hours that a gallery takes. Where both are the same images, and so have one
   * table, the gallery comes first, which needs all of them.
   *
   * @throws UserException if none of a set can be embedded
   */
  static Embedded by(EmbedJob job, EmbeddingSet gallery, EmbeddingSet queries) throws IOException {
    if (gallery.folder().equals(queries.folder())) {
      Embeddings all = some(job, gallery);
      return new Embedded(all, some(job, queries));
    }
    Embeddings ofQueries = some(job, queries);
    return new Embedded(some(job, gallery), ofQueries);
  }

  private static Embeddings some(EmbedJob job, EmbeddingSet set) throws IOException {
    Embeddings done = job.run(set);
    if (done.embedded() == 0) {
      Row first = done.errors().sort("path").first();
      throw new UserException(
          "Cannot rank: none of %s could be embedded, such as %s (%s); the table %s says why for each"
              .formatted(
                  Texts.count(set.size(), set.what()),
                  first.<String>getAs("path"),
                  first.<String>getAs("message"),
                  done.table().path()));
    }
    return done;
  }

  /** Rows of {@link dev.chmcorr.table.Failure} for the images that could not be embedded. */
  Dataset<Row> errors() {
    return gallery.errors().union(queries.errors()).coalesce(1).sort("split", "path");
  }

  long failed() {
    return gallery.failed() + queries.failed();
  }

  /** What the summary of a run says of them, by which they are known again. */
  Map<String, String> states() {
    return Map.of(GALLERY_STATE, gallery.state(), QUERY_STATE, queries.state());
  }

  /** Whether a run was made of them. */
  boolean isOf(RunRecord run) {
    return run.summary().entrySet().containsAll(states().entrySet());
  }

  /** The inputs of a run, and these. */
  Map<String, String> inputs(RunRecord run) {
    Map<String, String> inputs = new LinkedHashMap<>(run.inputs());
    inputs.put("gallery_embeddings", gallery.table().path().toString());
    inputs.put("query_embeddings", queries.table().path().toString());
    return inputs;
  }
}
