package dev.chmcorr.job.shards;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * What the footer of a Parquet file says.
 *
 * @param columns that there are, those of structures one by one
 * @param rows how many it has
 * @param features what Hugging Face's library says of the columns, as JSON; null if nothing
 */
record TableFooter(List<Field> columns, long rows, String features) {
  private static final String FEATURES = "huggingface";
  private static final String PART = "\0";
  private static final long UNKNOWN = -1;

  /**
   * A column.
   *
   * @param parts of its name: those of the structures that hold it, and its own
   * @param type {@code binary}, {@code string}, {@code int}, {@code bigint}, {@code decimal(20,0)};
   *     anything else is a type that holds no image, class or path
   * @param nulls rows without a value, or -1 if the file does not say
   */
  record Field(List<String> parts, String type, long nulls) {
    String name() {
      return String.join(".", parts);
    }
  }

  /** Reads the footer of a file. */
  static TableFooter read(Configuration configuration, FileStatus file) throws Exception {
    Path path = file.getPath();
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromStatus(file, configuration),
            HadoopReadOptions.builder(configuration, path).build())) {
      ParquetMetadata footer = reader.getFooter();
      List<Field> columns = new ArrayList<>();
      add(footer.getFileMetaData().getSchema(), List.of(), nulls(footer.getBlocks()), columns);
      return new TableFooter(
          columns,
          reader.getRecordCount(),
          footer.getFileMetaData().getKeyValueMetaData().get(FEATURES));
    }
  }

  private static Map<String, Long> nulls(List<BlockMetaData> blocks) {
    Map<String, Long> nulls = new TreeMap<>();
    for (BlockMetaData block : blocks) {
      for (ColumnChunkMetaData chunk : block.getColumns()) {
        Statistics<?> statistics = chunk.getStatistics();
        long count =
            statistics != null && statistics.isNumNullsSet() ? statistics.getNumNulls() : UNKNOWN;
        nulls.merge(
            String.join(PART, chunk.getPath().toArray()),
            count,
            (a, b) -> a == UNKNOWN || b == UNKNOWN ? UNKNOWN : a + b);
      }
    }
    return nulls;
  }

  private static void add(
      GroupType group, List<String> above, Map<String, Long> nulls, List<Field> columns) {
    for (Type field : group.getFields()) {
      List<String> parts = new ArrayList<>(above);
      parts.add(field.getName());
      if (isStructure(field)) {
        add(field.asGroupType(), parts, nulls, columns);
      } else {
        long count = nulls.getOrDefault(String.join(PART, parts), UNKNOWN);
        columns.add(new Field(parts, type(field), count));
      }
    }
  }

  private static boolean isStructure(Type field) {
    return !field.isPrimitive()
        && !field.isRepetition(Type.Repetition.REPEATED)
        && field.getLogicalTypeAnnotation() == null;
  }

  private static String type(Type field) {
    LogicalTypeAnnotation logical = field.getLogicalTypeAnnotation();
    if (field.isRepetition(Type.Repetition.REPEATED)) {
      return "list";
    }
    if (!field.isPrimitive()) {
      return logical.toString().toLowerCase(Locale.ROOT);
    }
    PrimitiveType primitive = field.asPrimitiveType();
    return switch (primitive.getPrimitiveTypeName()) {
      case BINARY -> binary(logical);
      case INT32 -> whole(logical, "int", "bigint");
      case INT64 -> whole(logical, "bigint", "decimal(20,0)");
      case INT96 -> "timestamp (int96)";
      case BOOLEAN, FLOAT, DOUBLE, FIXED_LEN_BYTE_ARRAY ->
          logical == null
              ? primitive.getPrimitiveTypeName().name().toLowerCase(Locale.ROOT)
              : other(logical);
    };
  }

  private static String binary(LogicalTypeAnnotation logical) {
    if (logical == null) {
      return "binary";
    }
    boolean isText =
        logical.equals(LogicalTypeAnnotation.stringType())
            || logical.equals(LogicalTypeAnnotation.enumType())
            || logical.equals(LogicalTypeAnnotation.jsonType());
    return isText ? "string" : other(logical);
  }

  /** Whole numbers; what needs more bits than Java's has the larger type. */
  private static String whole(LogicalTypeAnnotation logical, String signed, String unsigned) {
    if (logical == null) {
      return signed;
    }
    if (logical instanceof IntLogicalTypeAnnotation number) {
      boolean fits = number.isSigned() || number.getBitWidth() < 32;
      return fits ? signed : unsigned;
    }
    return other(logical);
  }

  private static String other(LogicalTypeAnnotation logical) {
    return logical.toString().toLowerCase(Locale.ROOT);
  }

  /** As a row on its way to the driver. */
  Row toRow() {
    return RowFactory.create(
        columns.stream().map(c -> String.join(PART, c.parts())).toArray(String[]::new),
        columns.stream().map(Field::type).toArray(String[]::new),
        columns.stream().mapToLong(Field::nulls).toArray(),
        rows,
        features);
  }

  static TableFooter fromRow(Row row) {
    String[] names = row.getAs(0);
    String[] types = row.getAs(1);
    long[] nulls = row.getAs(2);
    List<Field> columns = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      columns.add(new Field(List.of(names[i].split(PART, -1)), types[i], nulls[i]));
    }
    return new TableFooter(columns, row.getLong(3), row.getString(4));
  }
}
