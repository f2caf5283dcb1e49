package dev.chmcorr.job.shards;

import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.listing.ImageInput;
import dev.chmcorr.job.listing.ImageList;
import dev.chmcorr.job.lists.ColumnNames;
import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.lists.ListEntry;
import dev.chmcorr.job.lists.ListReader;
import dev.chmcorr.job.lists.ListRows;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.shards.TableFooter.Field;
import dev.chmcorr.table.Table;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** A Parquet table that says where images are, and does not hold them. */
final class ParquetRows implements ListRows {
  private static final Set<String> TYPES = Set.of("string", "int", "bigint");

  private final JobContext context;
  private final List<Path> files;
  private final List<Field> fields;

  private ParquetRows(JobContext context, List<Path> files, TableFooter footer) {
    this.context = context;
    this.files = files;
    this.fields = footer.columns().stream().filter(f -> TYPES.contains(f.type())).toList();
  }

  /** The images that a table names. */
  static ImageList list(
      JobContext context, ImageInput input, InputOptions options, TableFooter footer)
      throws IOException {
    ParquetRows rows = new ParquetRows(context, input.files(), footer);
    if (options.columns().path() == null && ColumnNames.PATH.findIfClear(rows.columns()) == null) {
      throw new UserException(
          "Cannot use table %s: no column of binary values is called image, bytes or the like, nor one of text path; name it by --image-column or --path-column; it has %s"
              .formatted(input.root(), ImageColumns.described(footer)));
    }
    ListReader.Read read = new ListReader(input.root(), options, input.set()).read(rows);
    context
        .console()
        .stage(
            "list: %s of %s, %s",
            Texts.count(read.entries().size(), "image"), input.root(), read.columns().text());
    Path file = input.files().get(0);
    List<ListEntry> entries =
        read.entries().stream().map(entry -> ImageList.inFull(file, entry)).toList();
    return ImageList.named(
        context.store(), options, new ImageList(input, file.getParent(), entries));
  }

  @Override
  public List<String> columns() {
    return fields.stream().map(Field::name).toList();
  }

  @Override
  public void forEach(List<String> wanted, Sink rows) {
    List<Field> chosen = fields.stream().filter(f -> wanted.contains(f.name())).toList();
    List<String> names = chosen.stream().map(Field::name).toList();
    Column[] columns =
        chosen.stream()
            .map(field -> ImageColumns.column(field).cast(DataTypes.StringType))
            .toArray(Column[]::new);
    context.describe("read the list " + files.get(0).getParent());
    long line = 0;
    for (Row row :
        Table.read(context.spark(), files, ImageColumns.schema(chosen))
            .select(columns)
            .collectAsList()) {
      line++;
      rows.accept(
          line,
          column -> {
            int at = names.indexOf(column);
            return at < 0 ? null : row.getString(at);
          });
    }
  }
}
