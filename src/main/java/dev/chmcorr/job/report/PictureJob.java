package dev.chmcorr.job.report;

import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.domain.ShardLocation;
import dev.chmcorr.image.Transforms;
import dev.chmcorr.image.decode.JpegEncoder;
import dev.chmcorr.job.input.Decoders;
import dev.chmcorr.job.input.ImageLoader;
import dev.chmcorr.job.input.ImageReader;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.Lookahead;
import dev.chmcorr.job.run.Metric;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.job.run.TaskMeter;
import dev.chmcorr.job.run.ThreadPlan;
import dev.chmcorr.report.ImageName;
import dev.chmcorr.store.Storage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Makes the pictures of a site in tasks. Those that are there already, and no older than their
 * images, are not made again; an image that cannot be read has none.
 */
final class PictureJob {
  /** Of JPEG: a picture of 160 x 160 takes about 6 kB. */
  private static final int QUALITY = 80;

  /** How many images are read or wait ahead of the one that is in hand. */
  private static final int AHEAD = 16;

  private static final int MIN_PER_TASK = 50;
  private static final int TASKS_PER_SLOT = 8;

  private PictureJob() {}

  /**
   * What came of it.
   *
   * @param numbers of the pictures that there are, ascending; owned by this record
   * @param bytes that they take
   * @param missing images without a picture
   * @param example one of these and why; null if there is none
   */
  record Made(long[] numbers, long bytes, long missing, String example) {
    static final Made NOTHING = new Made(new long[0], 0, 0, null);
  }

  /**
   * Makes them.
   *
   * @param wanted rows of {@link WantedPictures#SCHEMA}, each picture once
   * @param count how many these are
   */
  static Made run(JobContext context, Dataset<Row> wanted, long count, Means means) {
    int tasks =
        (int) Math.max(1, Math.min(count / MIN_PER_TASK, (long) TASKS_PER_SLOT * context.slots()));
    FlatMapFunction<Iterator<Row>, Row> make = rows -> List.of(means.make(rows)).iterator();
    List<Row> parts =
        wanted.repartition(tasks, wanted.col("number")).javaRDD().mapPartitions(make).collect();
    return new Made(
        parts.stream()
            .flatMapToLong(part -> LongStream.of(part.<long[]>getAs(0)))
            .sorted()
            .toArray(),
        parts.stream().mapToLong(part -> part.getLong(1)).sum(),
        parts.stream().mapToLong(part -> part.getLong(2)).sum(),
        parts.stream()
            .map(part -> part.getString(3))
            .filter(Objects::nonNull)
            .sorted()
            .findFirst()
            .orElse(null));
  }

  /**
   * What tasks make pictures with.
   *
   * @param files of the site
   * @param reader of images
   * @param meter of the stage
   */
  record Means(DataFiles files, ImageReader reader, StageMeter meter) implements Serializable {

    /** A row of a partition's pictures: numbers, bytes, images without one, example of these. */
    private Row make(Iterator<Row> wanted) {
      TaskMeter task = meter.task();
      int atOnce = ThreadPlan.ofThisJvm().decodeOnCpu();
      ImageLoader loader = new ImageLoader(reader, atOnce, task);
      Decoders threads = Decoders.ofTask(atOnce, task);
      Lookahead<Row, Future<Picture>> pictures =
          new Lookahead<>(wanted, row -> threads.submit(() -> picture(row, loader)), AHEAD);
      LongStream.Builder numbers = LongStream.builder();
      long bytes = 0;
      long missing = 0;
      String example = null;
      while (pictures.hasNext()) {
        Picture picture = threads.await(pictures.next());
        task.count(Metric.DONE, 1);
        if (picture.failure() == null) {
          numbers.add(picture.number());
          bytes += picture.bytes();
        } else {
          missing++;
          example = first(example, picture.failure());
        }
      }
      return RowFactory.create(numbers.build().toArray(), bytes, missing, example);
    }

    private static String first(String a, String b) {
      return a == null || b.compareTo(a) < 0 ? b : a;
    }

    /** What became of a picture; {@code failure} is null if it is there. */
    private record Picture(long number, long bytes, String failure) {}

    private Picture picture(Row row, ImageLoader loader) {
      long number = row.getAs("number");
      try {
        return picture(row, new Path(files.folder(), "images/" + ImageName.of(number)), loader);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private Picture picture(Row row, Path file, ImageLoader loader) throws IOException {
      long number = row.getAs("number");
      String path = row.getAs("path");
      Storage store = files.store();
      FileStatus earlier = status(store, file);
      if (earlier != null && earlier.getLen() > 0 && !isNewer(store, path, earlier)) {
        return new Picture(number, earlier.getLen(), null);
      }
      ImageLoader.Loaded loaded = loader.load(path, WantedPictures.transform(row));
      if (loaded.failure() != null) {
        return new Picture(number, 0, "%s: %s".formatted(path, loaded.failure().message()));
      }
      int side = row.getAs("side");
      RgbImage image = loaded.images().get(0);
      byte[] jpeg =
          JpegEncoder.encode(
              image.height() == side ? image : Transforms.resize(image, side, side), QUALITY);
      store.writeWhole(file, out -> out.write(jpeg));
      return new Picture(number, jpeg.length, null);
    }

    private static FileStatus status(Storage store, Path file) throws IOException {
      try {
        return store.system(file).getFileStatus(file);
      } catch (FileNotFoundException e) {
        return null;
      }
    }

    /** Whether an image has changed since its picture was made; not if it is gone. */
    private static boolean isNewer(Storage store, String path, FileStatus picture) {
      Path file = new Path(ShardLocation.parse(path).map(ShardLocation::shard).orElse(path));
      try {
        FileStatus image = status(store, file);
        return image != null && image.getModificationTime() > picture.getModificationTime();
      } catch (IOException e) {
        return false;
      }
    }
  }
}
