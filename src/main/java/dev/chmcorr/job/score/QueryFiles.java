package dev.chmcorr.job.score;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chmcorr.domain.QueryExplanation;
import dev.chmcorr.pickle.published.ExplanationPickle;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * One file per query, whole or absent.
 *
 * @param folder where they go
 * @param format JSON or the published pickle
 * @param configuration reaches the folder
 */
public record QueryFiles(
    String folder, PerQuery format, Broadcast<SerializableConfiguration> configuration)
    implements Serializable {
  private static final ObjectMapper JSON = new ObjectMapper();

  void write(QueryExplanation explanation) throws IOException {
    Storage store = new Storage(configuration.value().value());
    switch (format) {
      case NONE -> throw new IllegalStateException("No format of files per query");
      case JSON ->
          store.writeWhole(
              new Path(folder, explanation.id() + ".json"),
              out -> out.write(JSON.writeValueAsBytes(explanation)));
      case PICKLE ->
          store.writeWhole(
              new Path(folder, "reranker_" + explanation.id() + ".pkl"),
              out -> ExplanationPickle.write(out, explanation));
    }
  }
}
