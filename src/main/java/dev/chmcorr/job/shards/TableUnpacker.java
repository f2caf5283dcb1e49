package dev.chmcorr.job.shards;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.replace;

import dev.chmcorr.domain.Causes;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.listing.ImageInput;
import dev.chmcorr.job.listing.ListingProgress;
import dev.chmcorr.job.listing.Unlabelled;
import dev.chmcorr.job.lists.InputOptions;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
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

  private static final Pattern READING = Pattern.compile("while reading file (\\S+?)\\.?\\s");

  private final JobContext context;
  private final ImageInput input;
  private final ImageColumns columns;
  private final String rows;
  private final Path folder;

  /**
   * An unpacker of what a table has in some columns.
   *
   * @param options the folder that gets a folder of shards per table, and which rows are taken
   */
  TableUnpacker(JobContext context, ImageInput input, InputOptions options, ImageColumns columns)
      throws IOException {
    this.context = context;
    this.input = input;
    this.columns = columns;
    this.rows = options.lists().rows(input.set());
    Path parent = new Path(context.store().path(options.unpack()), RunRecord.UNPACKED);
    this.folder = new Path(parent, folderName());
  }

  /**
   * A table's shards.
   *
   * @param shards members class/file
   * @param numbered whether the table's classes are numbers
   */
  record Unpacked(List<Path> shards, boolean numbered) {}

  /** Whether that was done before. */
  boolean isUnpacked() throws IOException {
    return context.store().exists(new Path(folder, DONE));
  }

  /** Unpacks the table unless that was done before. */
  Unpacked run() throws IOException {
    try (RunLock lock = RunLock.acquire(context.store(), folder)) {
      if (!isUnpacked()) {
        unpack(
            table()
                .select(
                    folderOfClass(columns.className()),
                    columns.name(),
                    ImageColumns.column(columns.image())));
      }
    }
    return new Unpacked(shards(), columns.numbered());
  }

  /**
   * Class, name, file and number of every row, and whether its file and number are its name; null
   * where there is no class.
   */
  Dataset<Row> named() {
    return table()
        .select(
            columns.className().as("class"),
            columns.name().as("name"),
            columns.isNameless().as("nameless"),
            col("_metadata.file_name").as("file"),
            col("_metadata.row_index").as("row"));
  }

  /** The split of every row, whichever are taken. */
  Dataset<String> splits() {
    return all()
        .select(ImageColumns.column(columns.split()))
        .as(Encoders.STRING())
        .toDF("value")
        .as(Encoders.STRING());
  }

  private Column folderOfClass(Column className) {
    return coalesce(
        replace(className, lit("/"), lit(TableSet.SLASH)),
        lit(columns.numbered() ? Unlabelled.NUMBER : Unlabelled.FOLDER));
  }

  private Dataset<Row> table() {
    return rows == null ? all() : all().where(ImageColumns.column(columns.split()).equalTo(rows));
  }

  private Dataset<Row> all() {
    SparkSession session = context.spark().newSession();
    session.conf().set("spark.sql.parquet.columnarReaderBatchSize", ROWS);
    session.conf().set("spark.sql.caseSensitive", "true");
    try {
      return Table.read(session, input.files(), columns.schema());
    } catch (Exception e) {
      // Spark's exceptions are checked, and not declared.
      throw unreadable(e);
    }
  }

  /** What a user can mend, from whatever reading the table failed with. */
  RuntimeException unreadable(Exception e) {
    if (e instanceof UserException user) {
      return user;
    }
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof UserException user) {
      return user;
    }
    String reason = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    return new UserException(
        "Cannot unpack %s %s: %s (%s)%s"
            .formatted(
                input.what(), input.root(), reason, root.getClass().getSimpleName(), fileIn(e)),
        e);
  }

  /** The file that Spark was reading, if it says so. */
  private static String fileIn(Throwable e) {
    return Causes.of(e)
        .map(cause -> READING.matcher(String.valueOf(cause.getMessage())))
        .filter(Matcher::find)
        .map(found -> " in " + found.group(1))
        .findFirst()
        .orElse("");
  }

  /** The same for the same files. */
  private String folderName() throws IOException {
    MessageDigest sha = DigestUtils.getSha256Digest();
    for (Path file : input.files()) {
      FileStatus status = context.store().require(input.what(), file);
      String line = "%s %d %d\n".formatted(file, status.getLen(), status.getModificationTime());
      sha.update(line.getBytes(StandardCharsets.UTF_8));
    }
    sha.update((columns.key() + " " + rows).getBytes(StandardCharsets.UTF_8));
    String name = input.root().getName().replaceAll("[^A-Za-z0-9.-]", "_");
    return name + "-" + HexFormat.of().formatHex(sha.digest()).substring(0, 16);
  }

  private void unpack(Dataset<Row> images) throws IOException {
    context.console().stage("unpack: %s to tars in %s", input.root(), folder);
    for (Path rest : shards()) {
      context.store().delete(rest);
    }
    context.describe("unpack " + input.root());
    List<long[]> written = write(images);
    long count = written.stream().mapToLong(tar -> tar[0]).sum();
    long nulls = written.stream().mapToLong(tar -> tar[1]).sum();
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
    String empty = nulls == 0 ? "" : ", %d of them without bytes".formatted(nulls);
    context
        .console()
        .stage(
            "unpack: %s in %s%s",
            Texts.count(count, "image"), Texts.count(written.size(), "tar"), empty);
  }

  private List<long[]> write(Dataset<Row> images) {
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

  private List<Path> shards() throws IOException {
    List<Path> shards = new ArrayList<>();
    Arrays.stream(context.store().list(folder))
        .map(FileStatus::getPath)
        .filter(path -> path.getName().endsWith(".tar"))
        .sorted()
        .forEach(shards::add);
    return shards;
  }
}
