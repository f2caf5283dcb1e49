package dev.chmcorr.job.input;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.format_string;

import dev.chmcorr.domain.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a table of encoded images, found by their names in any case.
 *
 * @param className text, or a whole number that takes a name's place
 * @param path of the image; its last part, or what follows the class in it, names the file. An
 *     image without a path is named after its file and row, which keep the table's order
 * @param bytes the encoded image
 * @param numbered whether classes are numbers
 */
record ImageColumns(Column className, Column path, Column bytes, boolean numbered) {
  private static final List<String> CLASS = List.of("class_name", "class", "label", "cls");
  private static final List<String> PATH =
      List.of("path", "file", "filename", "file_name", "key", "__key__", "image.path", "img.path");

  /** A column of a structure, as Hugging Face's {@code image: struct<bytes, path>}, has a dot. */
  private static final List<String> BYTES =
      List.of("bytes", "image.bytes", "img.bytes", "image", "img");

  private static final List<DataType> NUMBERS =
      List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);

  static ImageColumns of(Object table, StructType schema) {
    List<Found> columns = columns(schema);
    List<DataType> text = List.of(DataTypes.StringType);
    List<DataType> names = new ArrayList<>(NUMBERS);
    names.addAll(text);
    Found className = require(table, columns, CLASS, names);
    return new ImageColumns(
        className.column().cast(DataTypes.StringType),
        find(columns, PATH, text)
            .map(path -> coalesce(path.column(), position()))
            .orElseGet(ImageColumns::position),
        require(table, columns, BYTES, List.of(DataTypes.BinaryType)).column(),
        NUMBERS.contains(className.type()));
  }

  private record Found(String name, Column column, DataType type) {}

  private static List<Found> columns(StructType schema) {
    List<Found> columns = new ArrayList<>();
    for (StructField field : schema.fields()) {
      Column column = col("`" + field.name().replace("`", "``") + "`");
      columns.add(new Found(field.name(), column, field.dataType()));
      if (field.dataType() instanceof StructType inner) {
        for (StructField part : inner.fields()) {
          columns.add(
              new Found(
                  field.name() + "." + part.name(), column.getField(part.name()), part.dataType()));
        }
      }
    }
    return columns;
  }

  /** However Spark cuts the table into tasks, a row keeps its file's name and its number in it. */
  private static Column position() {
    return format_string("%s-%010d", col("_metadata.file_name"), col("_metadata.row_index"));
  }

  private static Found require(
      Object table, List<Found> columns, List<String> names, List<DataType> types) {
    return find(columns, names, types).orElseThrow(() -> missing(table, columns, names, types));
  }

  private static Optional<Found> find(
      List<Found> columns, List<String> names, List<DataType> types) {
    return names.stream()
        .flatMap(name -> columns.stream().filter(c -> c.name().equalsIgnoreCase(name)))
        .filter(column -> types.contains(column.type()))
        .findFirst();
  }

  private static UserException missing(
      Object table, List<Found> columns, List<String> names, List<DataType> types) {
    Optional<String> there =
        columns.stream()
            .map(column -> column.name() + " " + column.type().simpleString())
            .reduce((a, b) -> a + ", " + b);
    return new UserException(
        "Cannot use table %s: it needs a column %s of type %s, it has %s"
            .formatted(
                table,
                String.join(" or ", names),
                String.join(" or ", types.stream().map(DataType::simpleString).toList()),
                there.orElse("none")));
  }
}
