package dev.chmcorr.job.report;

import static org.apache.spark.sql.functions.col;

import dev.chmcorr.domain.ImageTransform;
import dev.chmcorr.domain.Split;
import dev.chmcorr.table.QueryRow;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Which pictures a site needs: rows of {@link #SCHEMA}. */
final class WantedPictures {
  /** Image, number of the picture, transform ({@link ImageTransform}), side in pixels. */
  static final StructType SCHEMA =
      new StructType()
          .add("path", DataTypes.StringType, false)
          .add("number", DataTypes.LongType, false)
          .add("shorter", DataTypes.IntegerType, false)
          .add("crop", DataTypes.IntegerType, false)
          .add("exact", DataTypes.IntegerType, false)
          .add("side", DataTypes.IntegerType, false);

  /** So many pictures of gallery images are not too many: they take about 60 MB. */
  private static final int FEW = 10_000;

  /** Nor are so many for every query, which takes about as much without them. */
  private static final int FEW_OF_QUERY = 12;

  /** How many of the first neighbours have pictures, where all candidates would be too many. */
  private static final int MANY_FIRST = 10;

  /** And where these are too many: those that a page shows at first. */
  private static final int LEAST_FIRST = 5;

  /** Of how many classes the nearest images have them then: the answer, and another one. */
  private static final int FIRST_CLASSES = 2;

  private WantedPictures() {}

  /** Which gallery images a run needs pictures of: their paths, each once. */
  private interface Choice {
    Dataset<String> paths(PreparedRun run) throws IOException;
  }

  /**
   * Pictures of the runs' queries, of the gallery images that vote most, and of as many neighbours
   * as are not too many. Each once.
   */
  static Dataset<Row> of(List<PreparedRun> runs) throws IOException {
    Choice choice = choice(runs);
    Dataset<Row> wanted = null;
    for (PreparedRun prepared : runs) {
      ShownRun run = prepared.run();
      Dataset<String> paths = choice.paths(prepared);
      List<String> hubs = prepared.hubs().stream().map(Hubs.Hub::path).toList();
      Dataset<Row> ofRun =
          ofQueries(run, prepared.places())
              .union(ofGallery(run, paths))
              .union(ofGallery(run, paths.sparkSession().createDataset(hubs, Encoders.STRING())));
      wanted = wanted == null ? ofRun : wanted.union(ofRun);
    }
    return wanted.dropDuplicates("number");
  }

  private static Choice choice(List<PreparedRun> runs) throws IOException {
    int queries = runs.stream().mapToInt(run -> run.places().size()).sum();
    int most = Math.max(FEW, FEW_OF_QUERY * queries);
    for (Choice choice :
        List.<Choice>of(WantedPictures::candidates, run -> shown(run, MANY_FIRST))) {
      if (count(runs, choice, most + 1) <= most) {
        return choice;
      }
    }
    return run -> shown(run, LEAST_FIRST);
  }

  /** How many these are, or the limit if they are more. */
  private static long count(List<PreparedRun> runs, Choice choice, int limit) throws IOException {
    Dataset<String> all = choice.paths(runs.get(0));
    for (PreparedRun run : runs.subList(1, runs.size())) {
      all = all.union(choice.paths(run)).distinct();
    }
    return all.limit(limit).count();
  }

  /** Pictures of a run's queries. */
  private static Dataset<Row> ofQueries(ShownRun run, Places places) {
    ImageTransform transform = run.transform().chm(Split.QUERY);
    MapFunction<Row, Row> picture =
        query -> {
          String path = query.getAs("path");
          long number = PictureNames.numberOfQuery(path, QueryRow.version(query), transform);
          return row(path, number, transform, PictureNames.QUERY_SIDE);
        };
    return places.join(run.folder().queryTable()).map(picture, Encoders.row(SCHEMA));
  }

  /** Pictures of gallery images. */
  private static Dataset<Row> ofGallery(ShownRun run, Dataset<String> paths) {
    ImageTransform transform = run.transform().chm(Split.GALLERY);
    MapFunction<String, Row> picture =
        path -> {
          long number = PictureNames.numberOfGallery(path, transform);
          return row(path, number, transform, PictureNames.GALLERY_SIDE);
        };
    return paths.map(picture, Encoders.row(SCHEMA));
  }

  private static Row row(String path, long number, ImageTransform transform, int side) {
    return RowFactory.create(
        path, number, transform.shorter(), transform.crop(), transform.exact(), side);
  }

  /** The transform of a row of {@link #SCHEMA}. */
  static ImageTransform transform(Row row) {
    return new ImageTransform(
        row.<Integer>getAs("shorter"), row.<Integer>getAs("crop"), row.<Integer>getAs("exact"));
  }

  /** All candidates of the queries, and of each class what pages can show. */
  private static Dataset<String> candidates(PreparedRun prepared) throws IOException {
    ShownRun run = prepared.run();
    return prepared
        .places()
        .join(run.folder().rankings().where(col("rank").leq(run.setting().n())))
        .select("gallery_path")
        .union(prepared.places().join(ClassNeighbours.of(run)).select("gallery_path"))
        .distinct()
        .as(Encoders.STRING());
  }

  /**
   * The neighbours that pages show before anything is asked of them.
   *
   * @param first how many of the ranking and of the re-ranked candidates, whatever their classes
   */
  private static Dataset<String> shown(PreparedRun prepared, int first) throws IOException {
    ShownRun run = prepared.run();
    Dataset<Row> results =
        prepared
            .places()
            .join(
                run.results()
                    .select(
                        col("query_id"),
                        col("neighbours.path").as("paths"),
                        col("neighbours.class").as("classes")))
            .select("paths", "classes");
    Broadcast<HashMap<String, Integer>> numbers = prepared.classes().numbers();
    int k = run.setting().k();
    FlatMapFunction<Row, String> shown =
        row -> new FirstShown(row.getList(0), row.getList(1), numbers.value(), k, first).paths();
    return prepared
        .places()
        .join(run.folder().rankings().where(col("rank").leq(first)))
        .select("gallery_path")
        .union(
            prepared.places().join(ClassNeighbours.of(run, FIRST_CLASSES)).select("gallery_path"))
        .as(Encoders.STRING())
        .union(results.flatMap(shown, Encoders.STRING()))
        .distinct();
  }
}
