package dev.chmcorr.job.input;

import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.runfolder.RunLock;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Unpacks a Parquet table of encoded images into tar shards, one per partition: Parquet has no way
 * to read one row without its whole page, and candidates are read one by one, again and again. The
 * shards stay, and serve as long as the table's files have the same names, sizes and times.
 */
final class TableUnpacker {
  private static final String DONE = "_SUCCESS";

  /** Rows decoded at a time; Spark's default of 4096 images would be half a gigabyte. */
  private static final String ROWS = "16";

  private final JobContext context;
  private final ImageInput input;
  private final Path parent;

  /**
   * @param parent folder that gets a folder of shards per table
   */
  TableUnpacker(JobContext context, ImageInput input, String parent) {
    this.context = context;
    this.input = input;
    this.parent = new Path(context.store().path(parent), RunRecord.UNPACKED);
  }

  /**
   * A table's shards.
   *
   * @param shards members class/file
   * @param numbered whether the table's classes are numbers
   */
  record Unpacked(List<Path> shards, boolean numbered) {}

  /** Unpacks the table unless that was done before. */
  Unpacked run() throws IOException {
    Path folder = new Path(parent, folderName());
    SparkSession session = context.spark().newSession();
    session.conf().set("spark.sql.parquet.columnarReaderBatchSize", ROWS);
    Dataset<Row> table = read(session);
    ImageColumns columns = ImageColumns.of(input.root(), table.schema());
    try (RunLock lock = RunLock.acquire(context.store(), folder)) {
      if (!context.store().exists(new Path(folder, DONE))) {
        unpack(table.select(columns.className(), columns.path(), columns.bytes()), folder);
      }
    }
    return new Unpacked(shards(folder), columns.numbered());
  }

  private Dataset<Row> read(SparkSession session) {
    try {
      return Table.read(session, input.files());
    } catch (Exception e) {
      // Spark's exceptions are checked, and not declared.
      throw unreadable(e);
    }
  }

  private RuntimeException unreadable(Exception e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof UserException user) {
      return user;
    }
    String reason = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    return new UserException(
        "Cannot unpack %s %s: %s (%s)"
            .formatted(input.what(), input.root(), reason, root.getClass().getSimpleName()),
        e);
  }

  /** The same for the same files. */
  private String folderName() throws IOException {
    MessageDigest sha = DigestUtils.getSha256Digest();
    for (Path file : input.files()) {
      FileStatus status = context.store().require(input.what(), file);
      String line = "%s %d %d\n".formatted(file, status.getLen(), status.getModificationTime());
      sha.update(line.getBytes(StandardCharsets.UTF_8));
    }
    String name = input.root().getName().replaceAll("[^A-Za-z0-9.-]", "_");
    return name + "-" + HexFormat.of().formatHex(sha.digest()).substring(0, 16);
  }

  private void unpack(Dataset<Row> images, Path folder) throws IOException {
    context.console().stage("unpack: %s to tars in %s", input.root(), folder);
    for (Path rest : shards(folder)) {
      context.store().delete(rest);
    }
    context.describe("unpack " + input.root());
    List<Long> written = write(images, folder);
    long count = written.stream().mapToLong(Long::longValue).sum();
    if (count == 0) {
      throw new UserException(
          "Cannot list %s %s: it is empty".formatted(input.what(), input.root()));
    }
    if (!folderName().equals(folder.getName())) {
      throw new UserException(
          "Cannot unpack %s %s: it changed while it was read; give the command again"
              .formatted(input.what(), input.root()));
    }
    RunLock.demandHeld(folder);
    context.store().deleteUnfinished(folder);
    context.store().writeWhole(new Path(folder, DONE), out -> {});
    context
        .console()
        .stage("unpack: %s in %s", Texts.count(count, "image"), Texts.count(written.size(), "tar"));
  }

  private List<Long> write(Dataset<Row> images, Path folder) {
    ListingProgress progress = new ListingProgress(context, "unpack", "parts");
    JavaRDD<Row> rows = images.javaRDD();
    UnpackPartition unpack =
        new UnpackPartition(folder.toString(), context.configuration(), progress);
    try {
      return progress.collect(
          context.console(), rows.mapPartitions(unpack), rows.getNumPartitions());
    } catch (CompletionException e) {
      throw unreadable(e);
    }
  }

  private List<Path> shards(Path folder) throws IOException {
    List<Path> shards = new ArrayList<>();
    Arrays.stream(context.store().list(folder))
        .map(FileStatus::getPath)
        .filter(path -> path.getName().endsWith(".tar"))
        .sorted()
        .forEach(shards::add);
    return shards;
  }
}
