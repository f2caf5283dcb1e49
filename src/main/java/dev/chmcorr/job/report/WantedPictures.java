package dev.chmcorr.job.report;

import static org.apache.spark.sql.functions.col;

import dev.chmcorr.domain.ImageTransform;
import dev.chmcorr.domain.Split;
import dev.chmcorr.table.QueryRow;
import java.util.HashMap;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Which pictures a site needs: rows of {@link #SCHEMA}. */
final class WantedPictures {
  /** Image, number of the picture, transform before it is made smaller, side in pixels. */
  static final StructType SCHEMA =
      new StructType()
          .add("path", DataTypes.StringType, false)
          .add("number", DataTypes.LongType, false)
          .add("transform", DataTypes.StringType, false)
          .add("side", DataTypes.IntegerType, false);

  /** Of the ranking. */
  private static final int FIRST = 10;

  /** So many small pictures take about 100 MB. */
  private static final int MAX_CANDIDATES = 20_000;

  private WantedPictures() {}

  /**
   * Pictures of the runs' queries, of the gallery images that vote most, and of all candidates;
   * where these are too many, of those that pages show at first. Each once.
   */
  static Dataset<Row> of(List<PreparedRun> runs) {
    boolean all = areFew(runs);
    Dataset<Row> wanted = null;
    for (PreparedRun prepared : runs) {
      ShownRun run = prepared.run();
      Dataset<String> paths =
          all
              ? candidates(run, prepared.places())
              : shown(run, prepared.places(), prepared.classes());
      List<String> hubs = prepared.hubs().stream().map(Hubs.Hub::path).toList();
      Dataset<Row> ofRun =
          ofQueries(run, prepared.places())
              .union(ofGallery(run, paths))
              .union(ofGallery(run, paths.sparkSession().createDataset(hubs, Encoders.STRING())));
      wanted = wanted == null ? ofRun : wanted.union(ofRun);
    }
    return wanted.dropDuplicates("number");
  }

  private static boolean areFew(List<PreparedRun> runs) {
    Dataset<String> all = null;
    for (PreparedRun prepared : runs) {
      Dataset<String> paths = candidates(prepared.run(), prepared.places());
      all = all == null ? paths : all.union(paths).distinct();
    }
    return all.limit(MAX_CANDIDATES + 1).count() <= MAX_CANDIDATES;
  }

  /** Pictures of a run's queries. */
  private static Dataset<Row> ofQueries(ShownRun run, Places places) {
    ImageTransform transform = run.transform().chm(Split.QUERY);
    MapFunction<Row, Row> picture =
        query -> {
          String path = query.getAs("path");
          long number = PictureNames.numberOfQuery(path, QueryRow.version(query), transform);
          return RowFactory.create(path, number, transform.name(), PictureNames.QUERY_SIDE);
        };
    return places.join(run.folder().queryTable()).map(picture, Encoders.row(SCHEMA));
  }

  /** Pictures of gallery images. */
  private static Dataset<Row> ofGallery(ShownRun run, Dataset<String> paths) {
    ImageTransform transform = run.transform().chm(Split.GALLERY);
    MapFunction<String, Row> picture =
        path -> {
          long number = PictureNames.numberOfGallery(path, transform);
          return RowFactory.create(path, number, transform.name(), PictureNames.GALLERY_SIDE);
        };
    return paths.map(picture, Encoders.row(SCHEMA));
  }

  /** Paths of all candidates of the queries, each once. */
  private static Dataset<String> candidates(ShownRun run, Places places) {
    return places
        .join(run.folder().rankings().where(col("rank").leq(run.setting().n())))
        .select("gallery_path")
        .distinct()
        .as(Encoders.STRING());
  }

  /** Paths of the neighbours that the page of a query shows at first, each once. */
  private static Dataset<String> shown(ShownRun run, Places places, Classes classes) {
    Dataset<Row> results =
        places.join(
            run.results()
                .select(
                    col("query_id"),
                    col("neighbours.path").as("paths"),
                    col("neighbours.class").as("classes")));
    Broadcast<HashMap<String, Integer>> numbers = classes.numbers();
    int k = run.setting().k();
    FlatMapFunction<Row, String> first =
        row -> new FirstShown(row.getList(0), row.getList(1), numbers.value(), k).paths();
    Encoder<String> text = Encoders.STRING();
    return places
        .join(run.folder().rankings().where(col("rank").leq(FIRST)))
        .select("gallery_path")
        .as(text)
        .union(results.select("paths", "classes").flatMap(first, text))
        .distinct();
  }
}
