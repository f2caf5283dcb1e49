package dev.chmcorr.job.report;

import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.input.ImageReader;
import dev.chmcorr.job.input.ImageRules;
import dev.chmcorr.job.input.OnError;
import dev.chmcorr.job.labels.ClassNames;
import dev.chmcorr.job.report.ReportOptions.Pictures;
import dev.chmcorr.job.run.CodeVersion;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.Metric;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.job.run.StageTable;
import dev.chmcorr.report.Overview;
import dev.chmcorr.report.RunList;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Makes a site: pictures, then files of data, which name them, then pages. */
final class SiteJob {
  private final JobContext context;
  private final ReportOptions options;
  private final SiteFolder site;
  private final DataFiles files;
  private final StageMeter pictures;
  private final ClassNames names;
  private final StageMeter data;

  /**
   * @param names of classes
   * @param site which the caller has locked
   */
  SiteJob(JobContext context, ReportOptions options, ClassNames names, SiteFolder site) {
    this.context = context;
    this.options = options;
    this.site = site;
    this.files = new DataFiles(site.path().toString(), context.configuration());
    this.pictures = StageMeter.of(context, "pictures");
    this.data = StageMeter.of(context, "data");
    this.names = names;
  }

  SiteCounts run(List<ShownRun> runs) throws IOException {
    List<PreparedRun> prepared = new ArrayList<>();
    for (ShownRun run : runs) {
      prepared.add(prepare(String.valueOf(prepared.size()), run));
    }
    demandNames(prepared);
    site.begin();
    PictureJob.Made made =
        options.pictures() == Pictures.NONE ? PictureJob.Made.NOTHING : pictures(prepared);
    long[] bytes = {made.bytes()};
    context.timed(data, () -> bytes[0] += data(prepared, made.numbers()));
    bytes[0] += site.writePages();
    SiteCounts counts =
        new SiteCounts(
            prepared.size(),
            prepared.stream().mapToLong(run -> run.places().size()).sum(),
            made.numbers().length,
            made.missing(),
            bytes[0]);
    StageTable stages = StageTable.of(pictures, data);
    site.end(counts, Map.of("limits", options.limits().ofImages(), "stages", stages.summary()));
    stages.print(context.console());
    return counts;
  }

  private PreparedRun prepare(String key, ShownRun run) throws IOException {
    Path folder = run.folder().path();
    context.describe("read the queries of " + folder);
    Places places = Places.of(run, options.selection());
    context
        .console()
        .stage(
            "report: %s, setting %s: pages of %d of %s; the overview is of all",
            folder, run.setting().name(), places.size(), Texts.count(places.all(), "query"));
    if (places.lackMasks()) {
      context
          .console()
          .warn(
              "%s does not have the masks of setting %s, which an earlier version scored; score it again by rerank --mask",
              folder, run.setting().name());
    }
    context.describe("count the votes of " + folder);
    return PreparedRun.of(key, run, places);
  }

  private PictureJob.Made pictures(List<PreparedRun> runs) throws IOException {
    context.describe("choose the images to show");
    Dataset<Row> wanted = WantedPictures.of(runs).persist();
    try {
      long count = wanted.count();
      context.console().stage("pictures: small copies of %s", Texts.count(count, "image"));
      context.describe("make small copies of images");
      ImageReader reader =
          ImageReader.of(context, Map.of(), new ImageRules(OnError.RECORD, options.limits()));
      PictureJob.Means means = new PictureJob.Means(files, reader, pictures);
      PictureJob.Made[] made = new PictureJob.Made[1];
      try (Console.Following shown = context.follow(pictures, "images", count, Metric.DONE)) {
        context.timed(pictures, () -> made[0] = PictureJob.run(context, wanted, count, means));
      }
      warnOfMissing(made[0]);
      return made[0];
    } finally {
      wanted.unpersist();
    }
  }

  private void warnOfMissing(PictureJob.Made made) {
    if (made.missing() > 0) {
      context
          .console()
          .warn(
              "%s could not be read and %s not shown, such as %s; the same command tries again",
              Texts.count(made.missing(), "image"),
              Texts.verb(made.missing(), "is", "are"),
              made.example());
    }
  }

  /** Writes all files of data; gives their bytes. */
  private long data(List<PreparedRun> runs, long[] pictureNumbers) throws IOException {
    Broadcast<long[]> made =
        JavaSparkContext.fromSparkContext(context.spark().sparkContext()).broadcast(pictureNumbers);
    long bytes = 0;
    long queries = runs.stream().mapToLong(run -> run.places().size()).sum();
    try (Console.Following shown = context.follow(data, "queries", queries, Metric.DONE)) {
      for (PreparedRun run : runs) {
        bytes += data(run, made);
      }
    }
    List<RunList.Run> listed =
        runs.stream().map(run -> run.listed(runs, names, options.perFile())).toList();
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    RunList list = new RunList(RunList.VERSION, "chm-corr " + CodeVersion.current(), now, listed);
    return bytes + files.write(RunList.KEY, list);
  }

  /** A file of names that are all of other classes is a slip. */
  private void demandNames(List<PreparedRun> runs) {
    List<String> classes = runs.stream().flatMap(run -> run.classes().names().stream()).toList();
    if (options.classNames() != null && !classes.isEmpty() && names.known(classes) == 0) {
      throw new UserException(
          "Cannot use --class-names %s: it names none of the classes that are shown, such as %s"
              .formatted(options.classNames(), classes.get(0)));
    }
  }

  private long data(PreparedRun prepared, Broadcast<long[]> made) throws IOException {
    ShownRun run = prepared.run();
    Path folder = run.folder().path();
    PictureNames names = new PictureNames(run.transform(), made);
    context
        .console()
        .stage("data: of %s of %s", Texts.count(prepared.places().size(), "query"), folder);
    context.describe("write the overview of " + folder);
    Overview overview = OverviewJob.run(prepared, names);
    long bytes = files.write(Overview.key(prepared.key()), overview);
    RunPages pages =
        new RunPages(
            prepared.key(), prepared.classes(), prepared.places(), names, files, options.perFile());
    context.describe("write the list of queries of " + folder);
    bytes += sum(ColumnsJob.run(run, pages));
    context.describe("write the details of queries of " + folder);
    return bytes + sum(DetailsJob.run(run, pages, data));
  }

  private static long sum(List<Long> bytes) {
    return bytes.stream().mapToLong(Long::longValue).sum();
  }
}
