package dev.chmcorr.job.listing;

import dev.chmcorr.domain.HiddenFiles;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.PassedOver;
import dev.chmcorr.domain.PassedOver.Why;
import dev.chmcorr.domain.ShardLocation;
import dev.chmcorr.domain.TablePath;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.SmallData;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The images of a data set in ImageFolder order.
 *
 * @param root the folder, the tars or the table; of a list the folder that its paths start from
 * @param images numbered from 0; those without a class come last. Packed by {@link #packed}, and as
 *     they are if packed already
 * @param shards the {@link dev.chmcorr.store.Storage#version} that each of them had, by path
 * @param origin what the user named, and how images are named
 * @param passedOver what is there beside the images
 */
public record ImageListing(
    Path root,
    List<ImageRef> images,
    Map<String, String> shards,
    Origin origin,
    PassedOver passedOver) {
  public ImageListing {
    images = images instanceof PackedImages ? images : packed(images.iterator());
    Map<String, String> versions = new HashMap<>();
    shards.forEach((shard, version) -> versions.put(TablePath.of(shard), version));
    shards = versions;
  }

  /** Packed, as listings have them: paths are as in tables. */
  static PackedImages packed(Iterator<ImageRef> images) {
    return PackedImages.of(
        new Iterator<ImageRef>() {
          @Override
          public boolean hasNext() {
            return images.hasNext();
          }

          @Override
          public ImageRef next() {
            return asInTables(images.next());
          }
        });
  }

  private static ImageRef asInTables(ImageRef image) {
    String path = TablePath.of(image.path());
    return new ImageRef(image.id(), path, image.className(), image.label(), image.version());
  }

  /**
   * Where a listing is from.
   *
   * @param source what the user named, with scheme; given again it gives the same images
   * @param naming of the images
   */
  record Origin(String source, Naming naming) {}

  /** Images that are named after their places below a root. */
  public ImageListing(Path root, List<ImageRef> images, Map<String, String> shards) {
    this(root, images, shards, new Origin(root.toString(), Naming.BELOW_ROOT));
  }

  /** Images among which nothing else was found. */
  ImageListing(Path root, List<ImageRef> images, Map<String, String> shards, Origin origin) {
    this(root, images, shards, origin, new PassedOver());
  }

  /** The same, found among other files. */
  public ImageListing beside(PassedOver others) {
    return new ImageListing(root, images, shards, origin, others);
  }

  /** The same with other classes for the same images. */
  public ImageListing with(List<ImageRef> others) {
    return new ImageListing(root, others, shards, origin, passedOver);
  }

  /** Those of the images that have these ids. */
  public List<ImageRef> some(BitSet ids) {
    return some(images, ids);
  }

  /** Those of some images that have these ids. */
  public static List<ImageRef> some(List<ImageRef> images, BitSet ids) {
    return PackedImages.of(images.stream().filter(image -> ids.get(image.id())).iterator());
  }

  public int size() {
    return images.size();
  }

  /** What the user named, with scheme; given again it gives the same images. */
  public String source() {
    return origin.source();
  }

  /**
   * How many more images there would be if hidden ones counted; if they do, how many of these are.
   */
  public long hidden() {
    long dropped = passedOver.count(Why.HIDDEN_IMAGE);
    return dropped > 0
        ? dropped
        : images.stream().filter(image -> HiddenFiles.isHiddenPath(name(image))).count();
  }

  /** The classes that are known. */
  public Set<String> classNames() {
    return images.stream()
        .filter(ImageRef::isLabelled)
        .map(ImageRef::className)
        .collect(Collectors.toSet());
  }

  /** How many images have no class. */
  public long unlabelled() {
    return images.stream().filter(image -> !image.isLabelled()).count();
  }

  /** The part class/file of an image's path, or what takes its place; no two have the same. */
  public String name(ImageRef image) {
    return ShardLocation.parse(image.path())
        .map(location -> Unlabelled.visible(location.name()))
        .orElseGet(
            () ->
                origin
                    .naming()
                    .name(TablePath.of(root.toString()), image.path(), image.className()));
  }

  /** To be joined: columns X_id, X_path, X_class, X_label, where X is the prefix. */
  public Dataset<Row> dataset(JobContext context, String prefix) {
    StructType schema =
        new StructType()
            .add(prefix + "_id", DataTypes.IntegerType, false)
            .add(prefix + "_path", DataTypes.StringType, false)
            .add(prefix + "_class", DataTypes.StringType, true)
            .add(prefix + "_label", DataTypes.IntegerType, true);
    Dataset<Row> rows =
        ListedImage.dataset(
            context.spark(),
            images,
            context.slots(),
            image ->
                RowFactory.create(image.id(), image.path(), image.className(), image.knownLabel()),
            schema);
    return SmallData.toJoin(rows, size());
  }
}
