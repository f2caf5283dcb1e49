package dev.chmcorr.job.knn;

import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.ImageTransform;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.job.input.DataSet;
import dev.chmcorr.job.listing.ImageListing;
import dev.chmcorr.job.network.NetworkSpec;
import dev.chmcorr.job.run.CodeVersion;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.Table;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The images of one split of a run, and the folder that keeps their embeddings: one for every image
 * set, network, transform and precision, which all runs below one {@code --out} share.
 *
 * @param split what the run takes them for
 * @param listing the images
 * @param wanted ids of those that the run takes; the others' embeddings may be there too
 * @param transform which they go through
 * @param folder that keeps their embeddings
 * @param record of that folder, without a summary
 */
record EmbeddingSet(
    Split split,
    ImageListing listing,
    BitSet wanted,
    ImageTransform transform,
    Path folder,
    RunRecord record) {
  /** Folder below {@code --out} that holds those of the embeddings. */
  static final String PARENT = "_embeddings";

  static final String MODEL = "model_sha256";
  static final String PRECISION = "precision";
  static final String TRANSFORM = "transform";

  /** Key of the folder of all images in the summary of the folder's record. */
  private static final String FOLDER = "images_below";

  private static final int KEY_LENGTH = 12;

  /** What embeds the images of a run. */
  record Embedder(NetworkSpec networks, TransformSet transforms) {}

  /** The set of one split of a run, in a folder below {@code out}. */
  static EmbeddingSet of(Split split, ImageListing listing, Embedder embedder, Path out) {
    NetworkSpec networks = embedder.networks();
    ImageTransform transform = networks.framing().instead(embedder.transforms().knn(split));
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("images", listing.source() + ": " + DataSet.digest(listing));
    parameters.put(MODEL, networks.trunk().sha256());
    parameters.put(TRANSFORM, transform.text());
    parameters.put(PRECISION, NetworkSpec.text(networks.precision()));
    RunRecord record = RunRecord.of("embed", CodeVersion.current(), parameters);
    Path folder = new Path(new Path(out, PARENT), key(listing.source(), record));
    BitSet all = new BitSet();
    all.set(0, listing.size());
    return new EmbeddingSet(split, listing, all, transform, folder, record);
  }

  /** The same, of which a run takes some images only. */
  EmbeddingSet taking(BitSet ids) {
    return new EmbeddingSet(split, listing, ids, transform, folder, record);
  }

  /** Those images among some that the run takes. */
  List<ImageRef> wanted(List<ImageRef> images) {
    return size() == listing.size() ? images : ImageListing.some(images, wanted);
  }

  /** Those rows of the set's table that the run takes. */
  Dataset<Row> wanted(Dataset<Row> rows) {
    return size() == listing.size() ? rows : Table.only(rows, "image_id", wanted);
  }

  /** How many images the run takes. */
  int size() {
    return wanted.cardinality();
  }

  /** A name that a person finds again and that no other set has. */
  private static String key(String source, RunRecord record) {
    String all = record.formatVersion() + " " + record.parameters();
    return "%s-%s"
        .formatted(
            source.substring(source.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9.-]", "_"),
            DigestUtils.sha256Hex(all).substring(0, KEY_LENGTH));
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
    summary.put(FOLDER, folderOfAll());
    return record.withSummary(summary);
  }

  /**
   * Whether no image can be one of another set's, going by the folders they lie in.
   *
   * @param own {@link #folderOfAll}
   */
  static boolean areApart(String own, RunRecord other) {
    return other.summary().get(FOLDER) instanceof String its
        && !own.startsWith(its)
        && !its.startsWith(own);
  }

  /** The folder below which all images lie, with a slash at its end; or nothing. */
  String folderOfAll() {
    String common = null;
    for (ImageRef image : listing.images()) {
      common = common == null ? image.path() : common.substring(0, same(common, image.path()));
    }
    return common == null ? "" : common.substring(0, common.lastIndexOf('/') + 1);
  }

  /** How many characters at the beginning are the same. */
  private static int same(String one, String other) {
    int different = Arrays.mismatch(one.toCharArray(), other.toCharArray());
    return different < 0 ? one.length() : different;
  }

  /** What an image is called on the console. */
  String what() {
    return switch (split) {
      case GALLERY -> "gallery image";
      case QUERY -> "query image";
    };
  }
}
