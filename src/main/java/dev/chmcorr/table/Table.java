package dev.chmcorr.table;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.io.ObjectStreamException;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructType;

/** Writes and reads the Parquet tables of a run folder. */
public final class Table {
  /** Key under which each file's schema metadata holds the run's record. */
  public static final String METADATA_KEY = "chmcorr";

  private static final Pattern GLOB = Pattern.compile("[\\\\*?\\[\\]{}]");

  private Table() {}

  /** Appends rows; Spark's committer makes each part file appear whole or not at all. */
  public static void append(Dataset<Row> rows, Path table, RunRecord run) {
    write(rows, table, run, SaveMode.Append);
  }

  /**
   * Replaces the table in place: for one that no reader knows of. {@link TableSwap} replaces those
   * that may be read meanwhile.
   */
  public static void overwrite(Dataset<Row> rows, Path table, RunRecord run) {
    write(rows, table, run, SaveMode.Overwrite);
  }

  private static void write(Dataset<Row> rows, Path table, RunRecord run, SaveMode mode) {
    String first = rows.columns()[0];
    try {
      Declared.of(rows)
          .withMetadata(
              first, new MetadataBuilder().putString(METADATA_KEY, run.metadata()).build())
          .write()
          .mode(mode)
          .option("compression", "zstd")
          .parquet(table.toString());
    } catch (Exception e) {
      if (isOfTheStore(e)) {
        throw Storage.cannotWrite(table, e);
      }
      throw e;
    }
  }

  /**
   * Whether tasks failed for what a file system said of the table, and not for a user's mistake, a
   * bug, or another table, which they could not read.
   */
  private static boolean isOfTheStore(Throwable failure) {
    boolean found = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UserException
          || cause instanceof ObjectStreamException
          || isOfReading(cause)) {
        return false;
      }
      found |= cause instanceof IOException || cause instanceof FSError;
    }
    return found;
  }

  private static boolean isOfReading(Throwable cause) {
    return cause instanceof SparkThrowable thrown
        && String.valueOf(thrown.getErrorClass()).startsWith("FAILED_READ_FILE");
  }

  /** Reads a table, or gives an empty one if it is not there. */
  public static Dataset<Row> readOrEmpty(
      SparkSession spark, Storage store, Path table, StructType schema) throws IOException {
    return store.exists(table)
        ? read(spark, table, schema)
        : spark.createDataFrame(List.of(), schema);
  }

  /** Reads a table. */
  public static Dataset<Row> read(SparkSession spark, Path table, StructType schema) {
    return spark.read().schema(schema).parquet(literal(table));
  }

  /** Reads a table with the columns that its files say. */
  public static Dataset<Row> read(SparkSession spark, Path table) {
    return spark.read().parquet(literal(table));
  }

  /** Reads of files the columns of a schema. */
  public static Dataset<Row> read(SparkSession spark, List<Path> files, StructType schema) {
    return spark
        .read()
        .schema(schema)
        .parquet(files.stream().map(Table::literal).toArray(String[]::new));
  }

  /**
   * The rows of some ids.
   *
   * @param column of the ids, the first of the rows
   */
  public static Dataset<Row> only(Dataset<Row> rows, String column, BitSet ids) {
    return join(rows, column, ids, "left_semi");
  }

  /** The rows of all other ids, likewise. */
  public static Dataset<Row> without(Dataset<Row> rows, String column, BitSet ids) {
    return join(rows, column, ids, "left_anti");
  }

  private static Dataset<Row> join(Dataset<Row> rows, String column, BitSet ids, String type) {
    Dataset<Row> wanted =
        rows.sparkSession()
            .createDataset(ids.stream().boxed().toList(), Encoders.INT())
            .toDF(column);
    return rows.join(functions.broadcast(wanted), new String[] {column}, type);
  }

  /** The ids that a column of rows has. */
  public static BitSet ids(Dataset<Row> rows, String column) {
    BitSet ids = new BitSet();
    rows.select(column).distinct().as(Encoders.INT()).collectAsList().forEach(ids::set);
    return ids;
  }

  /** The columns of a schema, in its order. */
  public static Dataset<Row> select(Dataset<Row> rows, StructType schema) {
    return select(rows, List.of(schema.fieldNames()));
  }

  /** The columns of these names, in their order. */
  public static Dataset<Row> select(Dataset<Row> rows, List<String> names) {
    return rows.select(names.stream().map(name -> functions.col(name)).toArray(Column[]::new));
  }

  /** Spark takes what it is to read, but not what it is to write, for a glob. */
  private static String literal(Path path) {
    return GLOB.matcher(path.toString()).replaceAll("\\\\$0");
  }
}
