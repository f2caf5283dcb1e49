package dev.chmcorr.job.shards;

import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.HiddenFiles;
import dev.chmcorr.domain.ImageFile;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.image.folder.ImageNames;
import dev.chmcorr.job.listing.FoundFiles;
import dev.chmcorr.job.listing.ImageInput;
import dev.chmcorr.job.listing.ListingProgress;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.shard.Shard;
import dev.chmcorr.shard.ShardImages;
import dev.chmcorr.shard.ShardLabels;
import dev.chmcorr.shard.ShardNames;
import dev.chmcorr.shard.ShardReader;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.SerializableConfiguration;

/** Reads the headers of tar shards: Spark's tasks do, a shard each. */
final class ShardScan {
  private final JobContext context;
  private final ImageInput input;
  private final ImageNames names;
  private final ShardLabels labels;

  /**
   * @param names which members are images
   * @param labels where the classes of images are
   */
  ShardScan(JobContext context, ImageInput input, ImageNames names, ShardLabels labels) {
    this.context = context;
    this.input = input;
    this.names = names;
    this.labels = labels;
  }

  /** Which part of a member's name may make it a hidden file. */
  enum Hidden {
    IN_PATHS,
    /** The first part is a label, which may be any text. */
    WITHIN_CLASSES;

    boolean isHidden(HiddenFiles rule, String name) {
      return rule.passesOverPath(this == IN_PATHS ? name : name.substring(name.indexOf('/') + 1));
    }
  }

  /**
   * Reads the headers of shards in tasks.
   *
   * @return a {@link #row} for each
   */
  List<Row> scan(List<Path> shards, Hidden hidden) {
    context.console().stage("list: reading the headers of %s", Texts.count(shards.size(), "tar"));
    context.describe("list images of " + input.root());
    ListingProgress progress = new ListingProgress(context, "list", "tars");
    List<String> paths = shards.stream().map(Path::toString).toList();
    return progress.collect(
        context.console(),
        JavaSparkContext.fromSparkContext(context.spark().sparkContext())
            .parallelize(paths, ListingProgress.tasks(paths.size(), context.slots()))
            .map(new ScanShard(this, hidden, progress)),
        paths.size());
  }

  private static final class ScanShard implements Function<String, Row> {
    private static final long serialVersionUID = 1L;
    private final ImageNames names;
    private final ShardLabels labels;
    private final Hidden hidden;
    private final Broadcast<SerializableConfiguration> configuration;
    private final ListingProgress progress;

    ScanShard(ShardScan scan, Hidden hidden, ListingProgress progress) {
      this.names = scan.names;
      this.labels = scan.labels;
      this.hidden = hidden;
      this.configuration = scan.context.configuration();
      this.progress = progress;
    }

    @Override
    public Row call(String text) throws IOException {
      Storage store = new Storage(configuration.value().value());
      Path path = new Path(text);
      FileStatus status = store.require("shard", path);
      try (FSDataInputStream in = store.openForward(path)) {
        Shard shard =
            new Shard(
                text,
                status.getLen(),
                (position, into) -> {
                  in.seek(position);
                  in.readFully(into);
                });
        ShardImages images =
            ShardReader.read(
                shard,
                new ShardNames(
                    names::isImage, name -> hidden.isHidden(names.hidden(), name), labels));
        progress.found(images.images().size());
        return row(images, Storage.version(status), status.getModificationTime());
      }
    }
  }

  /** What a task sends back of a shard. */
  static Row row(ShardImages images, String version, long modified) {
    List<ImageFile> files =
        images.images().stream()
            .map(image -> new ImageFile(image.toString(), new FileVersion(image.size(), modified)))
            .toList();
    return RowFactory.create(
        images.layout().name(),
        FoundFiles.row(files),
        version,
        FoundFiles.row(images.passedOver()));
  }
}
