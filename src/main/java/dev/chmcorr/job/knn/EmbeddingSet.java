package dev.chmcorr.job.knn;

import dev.chmcorr.domain.ImageTransform;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.job.input.DataSet;
import dev.chmcorr.job.input.ImageListing;
import dev.chmcorr.job.network.NetworkSpec;
import dev.chmcorr.job.run.CodeVersion;
import dev.chmcorr.runfolder.RunRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.Path;

/**
 * The images of one split of a run, and the folder that keeps their embeddings: one for every image
 * set, network, transform and precision, which all runs below one {@code --out} share.
 *
 * @param split what the run takes them for
 * @param listing the images
 * @param transform which they go through
 * @param folder that keeps their embeddings
 * @param record of that folder, without a summary
 */
record EmbeddingSet(
    Split split, ImageListing listing, ImageTransform transform, Path folder, RunRecord record) {
  /** Folder below {@code --out} that holds those of the embeddings. */
  static final String PARENT = "_embeddings";

  static final String MODEL = "model_sha256";
  static final String PRECISION = "precision";
  static final String TRANSFORM = "transform";

  private static final int KEY_LENGTH = 12;

  /** What embeds the images of a run. */
  record Embedder(NetworkSpec networks, TransformSet transforms) {}

  /** The set of one split of a run, in a folder below {@code out}. */
  static EmbeddingSet of(Split split, ImageListing listing, Embedder embedder, Path out) {
    NetworkSpec networks = embedder.networks();
    ImageTransform transform = embedder.transforms().knn(split);
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("images", listing.source() + ": " + DataSet.digest(listing));
    parameters.put(MODEL, networks.trunk().sha256());
    parameters.put(TRANSFORM, text(transform));
    parameters.put(PRECISION, NetworkSpec.text(networks.precision()));
    RunRecord record = RunRecord.of("embed", CodeVersion.current(), parameters);
    Path folder = new Path(new Path(out, PARENT), key(listing.source(), record));
    return new EmbeddingSet(split, listing, transform, folder, record);
  }

  /** A name that a person finds again and that no other set has. */
  private static String key(String source, RunRecord record) {
    String all = record.formatVersion() + " " + record.parameters();
    return "%s-%s"
        .formatted(
            source.substring(source.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9.-]", "_"),
            DigestUtils.sha256Hex(all).substring(0, KEY_LENGTH));
  }

  /** A transform as records call it. */
  static String text(ImageTransform transform) {
    return Texts.lowerCase(transform);
  }

  /** The record of the folder while this is its table of embeddings. */
  RunRecord record(EmbeddingTable table) {
    return record.withSummary(Map.of(EmbeddingTable.KEY, table.name()));
  }

  /** The record of the folder when this table has a row for every image. */
  RunRecord finished(EmbeddingTable table) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put(EmbeddingTable.KEY, table.name());
    summary.put("images", listing.size());
    return record.withSummary(summary);
  }

  /** What the images are called on the console. */
  String what() {
    return switch (split) {
      case GALLERY -> "gallery images";
      case QUERY -> "query images";
    };
  }
}
