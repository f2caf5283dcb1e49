package dev.chmcorr.job.report;

import dev.chmcorr.domain.Texts;
import dev.chmcorr.job.labels.ClassNames;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.runfolder.RunLock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** The command {@code report}: folders of {@code rerank} to a site of static files. */
public final class ReportJob {
  private static final double MEGA = 1e6;

  private ReportJob() {}

  /** Runs it. */
  public static SiteCounts run(JobContext context, ReportOptions options) throws IOException {
    List<ShownRun> runs = new ArrayList<>();
    context.describe("look at the runs");
    for (String argument : options.runs()) {
      runs.add(ShownRun.open(context, argument));
    }
    ClassNames names = ClassNames.read(context.store(), options.classNames());
    SiteFolder site = SiteFolder.of(context, options, names, runs);
    try (RunLock lock = RunLock.acquire(context.store(), site.path())) {
      Optional<SiteCounts> finished = site.finished();
      if (finished.isPresent()) {
        context
            .console()
            .stage("report: %s is finished, and its runs have not changed", site.path());
      }
      SiteCounts counts =
          finished.isPresent()
              ? finished.get()
              : new SiteJob(context, options, names, site).run(runs);
      print(context, site, counts);
      return counts;
    }
  }

  private static void print(JobContext context, SiteFolder site, SiteCounts counts) {
    context
        .console()
        .result(
            "Report: %s of %s, %s, %.1f MB",
            Texts.count(counts.queries(), "query"),
            Texts.count(counts.runs(), "run"),
            Texts.count(counts.pictures(), "picture"),
            counts.bytes() / MEGA);
    if (counts.missing() > 0) {
      context
          .console()
          .result("Images that could not be read, so are not shown: %d", counts.missing());
    }
    context.console().result("Open %s", shown(site.index()));
  }

  /** As a browser, or a person who copies it, takes it. */
  private static String shown(Path file) {
    return "file".equals(file.toUri().getScheme()) ? file.toUri().getPath() : file.toString();
  }
}
