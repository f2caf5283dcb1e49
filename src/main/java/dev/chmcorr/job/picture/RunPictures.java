package dev.chmcorr.job.picture;

import static org.apache.spark.sql.functions.col;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.labels.ClassNames;
import dev.chmcorr.job.method.ComparisonMethods;
import dev.chmcorr.job.run.Chunks;
import dev.chmcorr.job.run.CodeVersion;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.job.score.PairReader;
import dev.chmcorr.runfolder.RunLock;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.CorrespondenceRow;
import dev.chmcorr.table.PairCodec;
import dev.chmcorr.table.RankingRow;
import dev.chmcorr.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Tuple2;
import scala.Tuple4;

/** Pictures of queries of a run, drawn by its executors from the folder and the images. */
final class RunPictures {
  /** Of the first chunk, for each slot. */
  private static final int FIRST = 20;

  /** Queries of a task, at most. */
  private static final int PER_TASK = 25;

  /** So many ids are looked up each by itself; more of them as a range. */
  private static final int MAX_IDS = 200;

  private final JobContext context;
  private final PictureOptions options;
  private final RunSource source;
  private final Path out;
  private final StageMeter meter;
  private final ClassNames names;

  RunPictures(JobContext context, PictureOptions options) throws IOException {
    this.context = context;
    this.options = options;
    this.source = RunSource.of(context, options.run());
    this.out = context.store().path(options.target().path());
    this.meter = StageMeter.of(context, "picture");
    this.names = ClassNames.read(context.store(), options.classNames());
    if (options.images().transform() != null) {
      throw new UserException(
          "Unsupported --transform: %s has its own, %s"
              .formatted(source.folder(), source.record().parameters().get("transform")));
    }
  }

  List<Outcome> draw() throws IOException {
    context.console().stage("picture: %s, setting %s", source.folder(), source.setting().name());
    WantedQueries wanted = WantedQueries.of(context, options, source);
    return switch (options.target().kind()) {
      case FILE -> {
        List<Integer> ids = new ArrayList<>(wanted.ids());
        yield draw(ids, wanted, Map.of(ids.get(0), out.toString()));
      }
      case FOLDER -> intoFolder(wanted);
    };
  }

  private List<Outcome> intoFolder(WantedQueries wanted) throws IOException {
    try (RunLock lock = RunLock.acquire(context.store(), out)) {
      RunRecord.of("picture", CodeVersion.current(), identity()).claim(context.store(), out);
      Set<String> there = new HashSet<>();
      if (options.target().existing() == PictureOptions.Existing.KEEP) {
        Arrays.stream(context.store().list(out))
            .forEach(file -> there.add(file.getPath().getName()));
      }
      List<Integer> missing =
          wanted.ids().stream().filter(id -> !there.contains(name(id))).toList();
      if (missing.size() < wanted.ids().size()) {
        context
            .console()
            .stage(
                "picture: %d of %d are there already (--overwrite draws them again)",
                wanted.ids().size() - missing.size(), wanted.ids().size());
      }
      List<Outcome> drawn = new ArrayList<>();
      new Chunks(context, meter)
          .run("queries", missing, FIRST, chunk -> drawn.addAll(draw(chunk, wanted, files(chunk))));
      return drawn;
    }
  }

  /** Pictures of other runs and settings must not lie among these. */
  private Map<String, String> identity() {
    Map<String, String> identity = new LinkedHashMap<>();
    identity.put("run", source.folder().toString());
    identity.put("setting", source.setting().name());
    source.setting().summary().forEach((key, value) -> identity.put(key, String.valueOf(value)));
    source.record().parameters().forEach((key, value) -> identity.putIfAbsent(key, value));
    if (names.digest() != null) {
      identity.put("class_names_sha256", names.digest());
    }
    return identity;
  }

  private String name(int id) {
    return id + options.target().format().ending();
  }

  private Map<Integer, String> files(List<Integer> ids) {
    Map<Integer, String> files = new HashMap<>();
    ids.forEach(id -> files.put(id, new Path(out, name(id)).toString()));
    return files;
  }

  private List<Outcome> draw(List<Integer> ids, WantedQueries wanted, Map<Integer, String> files) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(context.spark().sparkContext());
    Broadcast<HashMap<Integer, Row>> known = spark.broadcast(wanted.known(files));
    DrawQuery.Plan plan =
        new DrawQuery.Plan(
            new RunFigure.Look(source.setting(), source.transform(), source.method()),
            source.method(),
            names,
            known,
            new DrawQuery.Pictures(
                options.target().format(), options.limits(), context.configuration()),
            meter);
    int tasks =
        Math.max(1, Math.min(ids.size(), Math.max(4 * context.slots(), ids.size() / PER_TASK)));
    try {
      return rankings(ids)
          .cogroup(pairs(ids), tasks)
          .filter(query -> known.value().containsKey(query._1()))
          .map(new DrawQuery(plan))
          .collect()
          .stream()
          .map(Outcome::fromRow)
          .toList();
    } finally {
      known.destroy();
    }
  }

  private JavaPairRDD<Integer, Row> rankings(List<Integer> ids) {
    Dataset<Row> rows =
        Table.read(context.spark(), source.table("rankings"), RankingRow.SCHEMA).where(among(ids));
    return rows.javaRDD().mapToPair(row -> new Tuple2<>(row.<Integer>getAs("query_id"), row));
  }

  private JavaPairRDD<Integer, Tuple4<Integer, Integer, int[], float[]>> pairs(List<Integer> ids) {
    PairCodec codec = ComparisonMethods.named(source.method()).codec();
    Dataset<Row> rows =
        Table.read(
                context.spark(), source.table("correspondences"), CorrespondenceRow.schema(codec))
            .where(among(ids).and(col("rank").leq(source.setting().n())));
    return PairReader.read(rows, codec).javaRDD().mapToPair(pair -> new Tuple2<>(pair._1(), pair));
  }

  /** What Parquet can tell from a file's statistics, so that other queries are not read. */
  private static Column among(List<Integer> ids) {
    Column id = col("query_id");
    return ids.size() <= MAX_IDS
        ? id.isin(ids.toArray())
        : id.between(ids.get(0), ids.get(ids.size() - 1));
  }
}
