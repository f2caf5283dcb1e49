package dev.chmcorr.job.shards;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;

import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.listing.ImageInput;
import dev.chmcorr.job.listing.Unlabelled;
import dev.chmcorr.job.lists.ListFormat;
import dev.chmcorr.job.lists.ListReader;
import dev.chmcorr.job.run.JobContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Reads the classes and names of a table, but no image, and refuses what could not be used. */
final class TableCheck {
  private final JobContext context;
  private final ImageInput input;
  private final ImageColumns columns;

  TableCheck(JobContext context, ImageInput input, ImageColumns columns) {
    this.context = context;
    this.input = input;
    this.columns = columns;
  }

  /**
   * Checks that there are classes where they have to be, that they have names, and that no two
   * images have one name; says which have none.
   *
   * @param images columns class, name, nameless, file, row
   * @param names of classes
   */
  void check(Dataset<Row> images, Function<Set<String>, Map<String, String>> names) {
    context.describe("look at the classes of " + input.root());
    Set<String> labels = new HashSet<>();
    long rows = 0;
    long without = 0;
    long nameless = 0;
    for (Row row :
        images.groupBy("class").agg(count(lit(1)), count_if(col("nameless"))).collectAsList()) {
      rows += row.getLong(1);
      nameless += row.getLong(2);
      if (row.isNullAt(0)) {
        without += row.getLong(1);
      } else {
        labels.add(row.getString(0));
      }
    }
    checkText(labels);
    Map<String, String> byLabel = names.apply(labels);
    List<String> unknown =
        new ArrayList<>(labels.stream().filter(label -> byLabel.get(label) == null).toList());
    if (input.set() == Split.GALLERY && (without > 0 || !unknown.isEmpty())) {
      throw unlabelled(images, unknown, rows);
    }
    if (nameless > 0) {
      sayNameless(images, nameless, rows);
    }
    checkNames(images);
  }

  /**
   * Checks that one split of the data set is meant.
   *
   * @param splits of all rows
   * @param wanted or null
   */
  void checkSplits(Dataset<String> splits, String wanted) {
    Map<String, Long> counts = new TreeMap<>();
    splits
        .groupBy("value")
        .agg(count(lit(1)))
        .collectAsList()
        .forEach(row -> counts.put(String.valueOf(row.getString(0)), row.getLong(1)));
    ListReader.checkSplits(input.set(), input.root(), wanted, counts);
  }

  private void checkText(Set<String> labels) {
    labels.stream()
        .filter(label -> label.contains(TableSet.SLASH) || label.equals(Unlabelled.FOLDER))
        .findFirst()
        .ifPresent(
            label -> {
              throw unusable("no class may be called " + ListFormat.shown(label));
            });
  }

  private UserException unlabelled(Dataset<Row> images, List<String> unknown, long rows) {
    Dataset<Row> without =
        images.where(col("class").isNull().or(col("class").isin(unknown.toArray())));
    long many = without.count();
    return unusable(
        "%d of its %s %s no class in %s, the first is %s"
            .formatted(
                many,
                Texts.count(rows, "row"),
                Texts.verb(many, "has", "have"),
                columns.label().name(),
                first(without)));
  }

  private void sayNameless(Dataset<Row> images, long many, long rows) {
    context
        .console()
        .warn(
            "%d of %s of %s %s no name in %s, the first is %s: named by file and row",
            many,
            Texts.count(rows, "row"),
            input.root(),
            Texts.verb(many, "has", "have"),
            columns.path().name(),
            first(images.where("nameless")));
  }

  private static String first(Dataset<Row> rows) {
    Row first = rows.sort("file", "row").first();
    return "row %d of %s".formatted(first.<Long>getAs("row") + 1, first.<String>getAs("file"));
  }

  private void checkNames(Dataset<Row> images) {
    MapFunction<Row, String> name =
        row ->
            row.getString(0)
                + "/"
                + UnpackPartition.file(row.getString(1), String.valueOf(row.getString(0)));
    List<Row> shared =
        images
            .select("class", "name")
            .map(name, Encoders.STRING())
            .groupBy("value")
            .agg(count(lit(1)).as("images"))
            .where("images > 1")
            .limit(1)
            .collectAsList();
    if (!shared.isEmpty()) {
      throw unusable(
          "%d images have the name %s; choose another column by --path-column, or --path-column none"
              .formatted(shared.get(0).getLong(1), ListFormat.shown(shared.get(0).getString(0))));
    }
  }

  private UserException unusable(String why) {
    return new UserException("Cannot use %s %s: %s".formatted(input.what(), input.root(), why));
  }
}
