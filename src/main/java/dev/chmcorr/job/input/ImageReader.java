package dev.chmcorr.job.input;

import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.store.Storage;
import dev.chmcorr.store.StoredImages;
import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/** Reads encoded images in tasks, out of shards only if they are those that were listed. */
public final class ImageReader implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Broadcast<SerializableConfiguration> configuration;
  private final Broadcast<HashMap<String, String>> shards;
  private final ImageRules rules;

  private ImageReader(
      Broadcast<SerializableConfiguration> configuration,
      Broadcast<HashMap<String, String>> shards,
      ImageRules rules) {
    this.configuration = configuration;
    this.shards = shards;
    this.rules = rules;
  }

  /** A reader of the images of both sets. */
  public static ImageReader of(JobContext context, DataSet data, ImageRules rules) {
    HashMap<String, String> shards = new HashMap<>(data.gallery().shards());
    shards.putAll(data.queries().shards());
    return of(context, shards, rules);
  }

  /**
   * A reader of images.
   *
   * @param shards the versions that shards must have; one that is not named may have any
   */
  public static ImageReader of(JobContext context, Map<String, String> shards, ImageRules rules) {
    return new ImageReader(
        context.configuration(),
        JavaSparkContext.fromSparkContext(context.spark().sparkContext())
            .broadcast(new HashMap<>(shards)),
        rules);
  }

  public ImageRules rules() {
    return rules;
  }

  /**
   * Reads a whole file or member of a shard.
   *
   * @throws IOException also if it is too large, or its shard has changed since it was listed
   */
  public byte[] read(String path) throws IOException {
    return new StoredImages(new Storage(configuration.value().value()))
        .read(path, rules.limits().imageBytes(), shards.value());
  }
}
