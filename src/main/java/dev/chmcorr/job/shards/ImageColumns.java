package dev.chmcorr.job.shards;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.format_string;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.chmcorr.domain.Printable;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.listing.ImageInput;
import dev.chmcorr.job.lists.ColumnNames;
import dev.chmcorr.job.lists.TableColumns;
import dev.chmcorr.job.shards.TableFooter.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a table that are read; the others may be of any type.
 *
 * @param image encoded images; null if the table only says where they are
 * @param label their classes: text, or a whole number; null if there are none
 * @param path of the images; its last part, or what follows the class in it, names them. Null if
 *     they are named after their file and row, which keep the table's order
 * @param split parts of the data set; null if there is no such column
 * @param classNames names of classes that are numbers, from the files; null if there are none
 */
record ImageColumns(Field image, Field label, Field path, Field split, List<String> classNames) {
  private static final int MAX_SHOWN = 500;
  private static final String BLANK = "^\\s*$";
  private static final String NO_LAST_PART = "(^|/)\\s*$";
  private static final List<String> NUMBERS = List.of("int", "bigint", "decimal(20,0)");
  private static final List<String> TEXTS = List.of("string", "binary");
  private static final List<String> CLASSES =
      Stream.concat(TEXTS.stream(), NUMBERS.stream()).toList();
  private static final List<String> IMAGES = List.of("binary");

  /** Chooses among the columns of a table's first file. */
  static ImageColumns of(ImageInput table, TableFooter footer, TableColumns given) {
    return new Choice(table, footer, given).columns();
  }

  /** The choice among the columns of a file. */
  private record Choice(ImageInput table, TableFooter footer, TableColumns given) {
    ImageColumns columns() {
      TableFeatures features = TableFeatures.parse(footer.features());
      Field image = image(features);
      Field label = label(features);
      Field path = image == null ? null : path(image);
      String split = ColumnNames.SPLIT.findIfClear(names(TEXTS));
      return new ImageColumns(
          image,
          label,
          path,
          split == null ? null : field(split),
          label == null || !NUMBERS.contains(label.type())
              ? null
              : features.classNames(label.parts()));
    }

    private Field image(TableFeatures features) {
      if (given.image() != null) {
        return given(ColumnNames.IMAGE, given.image(), "bytes", IMAGES);
      }
      String name = ColumnNames.IMAGE.find(table.root(), names(IMAGES));
      String feature = name == null ? features.only("Image") : null;
      if (feature != null && names(IMAGES).contains(feature + ".bytes")) {
        name = feature + ".bytes";
      }
      return name == null ? null : field(name);
    }

    private Field label(TableFeatures features) {
      if (given.label() != null) {
        return given(ColumnNames.LABEL, given.label(), null, CLASSES);
      }
      List<String> all = footer.columns().stream().map(Field::name).toList();
      // A list's elements are no column; a name that means the class is worth saying so.
      String certain = ColumnNames.LABEL.certain(all);
      String name =
          certain != null ? certain : ColumnNames.LABEL.find(table.root(), names(CLASSES));
      if (name == null) {
        String feature = features.only("ClassLabel");
        name = feature == null ? ColumnNames.LABEL.findIfClear(all) : feature;
      }
      return name == null || !all.contains(name)
          ? null
          : usable(ColumnNames.LABEL, field(name), CLASSES);
    }

    private Field path(Field image) {
      if (TableColumns.NONE.equals(given.path())) {
        return null;
      }
      if (given.path() != null) {
        return given(ColumnNames.NAME, given.path(), "path", TEXTS);
      }
      List<String> others = new ArrayList<>(names(TEXTS));
      others.remove(image.name());
      String name = ColumnNames.NAME.findIfClear(others);
      List<String> structure = image.parts().subList(0, image.parts().size() - 1);
      String beside = String.join(".", structure) + ".path";
      if (others.contains(beside) && (name == null || !ColumnNames.NAME.isSure(name))) {
        name = beside;
      }
      return name == null ? null : field(name);
    }

    private Field given(ColumnNames names, String name, String part, List<String> types) {
      return Stream.of(name, name + "." + part)
          .flatMap(
              wanted ->
                  Stream.concat(
                      footer.columns().stream().filter(c -> c.name().equals(wanted)),
                      footer.columns().stream()
                          .filter(c -> ColumnNames.isCalled(c.name(), wanted))))
          .findFirst()
          .map(found -> usable(names, found, types))
          .orElseThrow(() -> unusable("it has no column %s (%s)".formatted(name, names.option())));
    }

    private Field usable(ColumnNames names, Field column, List<String> types) {
      if (!types.contains(column.type())) {
        throw unusable(
            "%s has the type %s (must be %s for %s); choose another by %s"
                .formatted(
                    column.name(),
                    column.type(),
                    types.equals(IMAGES)
                        ? "binary"
                        : types.equals(CLASSES) ? "text or a whole number" : "text",
                    names.what(),
                    names.option()));
      }
      return column;
    }

    private List<String> names(List<String> types) {
      return footer.columns().stream()
          .filter(column -> types.contains(column.type()))
          .map(Field::name)
          .toList();
    }

    private Field field(String name) {
      return footer.columns().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    }

    private UserException unusable(String why) {
      return new UserException(
          "Cannot use table %s: %s; it has %s".formatted(table.root(), why, described(footer)));
    }
  }

  /** The columns of a file with their types, for messages. */
  static String described(TableFooter footer) {
    String all =
        String.join(", ", footer.columns().stream().map(c -> c.name() + " " + c.type()).toList());
    return all.isEmpty() ? "none" : Printable.of(all, MAX_SHOWN);
  }

  /** Whether classes are numbers. */
  boolean numbered() {
    return label != null && NUMBERS.contains(label.type());
  }

  /** The columns that are read. */
  List<Field> fields() {
    return Stream.of(image, label, path, split).filter(Objects::nonNull).toList();
  }

  /** The same in files of which some have wider numbers. */
  ImageColumns withLabel(Field wider) {
    return new ImageColumns(image, wider, path, split, classNames);
  }

  /** The same for the same columns. */
  String key() {
    return fields().stream().map(Field::name).toList() + " " + (path == null) + " " + numbered();
  }

  /** What Spark is to read: these columns and no others. */
  StructType schema() {
    StructType schema = with(new StructType(), image.parts(), DataTypes.BinaryType);
    List<Field> others = fields().stream().filter(field -> !field.equals(image)).toList();
    return with(schema, others);
  }

  /** What Spark is to read of classes, paths and the like. */
  static StructType schema(List<Field> fields) {
    return with(new StructType(), fields);
  }

  private static StructType with(StructType schema, List<Field> fields) {
    StructType all = schema;
    for (Field field : fields) {
      // What old writers did not mark as text is text all the same.
      boolean isText = TEXTS.contains(field.type());
      all =
          with(all, field.parts(), isText ? DataTypes.StringType : DataType.fromDDL(field.type()));
    }
    return all;
  }

  private static StructType with(StructType schema, List<String> parts, DataType type) {
    String name = parts.get(0);
    StructType inner = null;
    StructType others = new StructType();
    for (StructField field : schema.fields()) {
      if (field.name().equals(name)) {
        inner = (StructType) field.dataType();
      } else {
        others = others.add(field);
      }
    }
    return others.add(
        name,
        parts.size() == 1
            ? type
            : with(inner == null ? new StructType() : inner, parts.subList(1, parts.size()), type));
  }

  /** The class as text; null where there is none, or nothing but blanks. */
  Column className() {
    Column none = lit(null).cast(DataTypes.StringType);
    if (label == null) {
      return none;
    }
    Column text = column(label).cast(DataTypes.StringType);
    return when(text.rlike(BLANK), none).otherwise(text);
  }

  /** What names an image. */
  Column name() {
    return path == null ? position() : when(isNameless(), position()).otherwise(column(path));
  }

  /** Whether there is a column of paths, but no path with a last part in it. */
  Column isNameless() {
    return path == null ? lit(false) : coalesce(column(path).rlike(NO_LAST_PART), lit(true));
  }

  /** However Spark cuts the table into tasks, a row keeps its file's name and its number in it. */
  private static Column position() {
    return format_string("%s-%010d", col("_metadata.file_name"), col("_metadata.row_index"));
  }

  static Column column(Field field) {
    Column column = col("`" + field.parts().get(0).replace("`", "``") + "`");
    for (String part : field.parts().subList(1, field.parts().size())) {
      column = column.getField(part);
    }
    return column;
  }

  /** Which columns they are, for people. */
  String text() {
    String names = classNames == null ? "" : " with " + Texts.count(classNames.size(), "name");
    return "images from %s, %s, %s"
        .formatted(
            image.name(),
            label == null ? "no classes" : "classes from " + label.name() + names,
            path == null ? "named by file and row" : "named by " + path.name());
  }
}
