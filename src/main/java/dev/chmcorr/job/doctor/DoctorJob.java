package dev.chmcorr.job.doctor;

import dev.chmcorr.demo.DemoCheckpoints;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.doctor.DoctorOptions.Format;
import dev.chmcorr.job.doctor.DoctorOptions.Reach;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.network.NetworkSpec;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.RunScope;
import dev.chmcorr.job.run.Sessions;
import dev.chmcorr.job.tools.ImportModelJob;
import dev.chmcorr.job.tools.ImportModelOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.file.PathUtils;

/**
 * The command {@code doctor}: what matters before a long run. Writes nothing but to the console.
 */
public final class DoctorJob {
  private final JobContext context;
  private final DoctorOptions options;
  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  private DoctorJob(JobContext context, DoctorOptions options) {
    this.context = context;
    this.options = options;
  }

  /**
   * Examines, and prints what it finds.
   *
   * @throws UserException after that, if something makes runs impossible
   */
  public static void run(JobContext context, DoctorOptions options) throws IOException {
    Path folder = Files.createTempDirectory("chmcorr-doctor");
    try (RunScope scope = RunScope.begin(context)) {
      new DoctorJob(context, options).run(scope, folder);
    } finally {
      PathUtils.deleteDirectory(folder);
    }
  }

  private void run(RunScope scope, Path folder) throws IOException {
    Report report = report(scope, folder);
    if (options.format() == Format.JSON) {
      context.console().result("%s", report.json());
    } else {
      DoctorText.of(report).forEach(line -> context.console().result("%s", line));
    }
    if (!report.problems().isEmpty()) {
      throw new UserException("Cannot run here: " + report.problems().get(0));
    }
  }

  private Report report(RunScope scope, Path folder) throws IOException {
    boolean isLocal = Sessions.isLocal(context.spark());
    List<Examination> examined = new ArrayList<>();
    List<String> missed = List.of();
    if (!isLocal) {
      examined.add(new Examiner(context.configuration().value().value()).examineDriver());
    }
    if (isLocal || options.reach() == Reach.EXECUTORS) {
      ExecutorVisit visit = new ExecutorVisit(context, scope.run(), networks(scope, folder));
      examined.addAll(visit.examine());
      missed = visit.missed();
    } else {
      warnings.add("no executor was looked at: --on-executors does, and times networks there");
    }
    missed.forEach(one -> warnings.add("executor at %s: no task reached it".formatted(one)));
    for (Examination one : examined) {
      Findings findings = Findings.of(one);
      problems.addAll(findings.problems());
      warnings.addAll(findings.warnings());
    }
    return new Report(
        context.spark().sparkContext().master(),
        options.isOfBuiltIn()
            ? "built-in (a quarter as wide as ResNet-50)"
            : options.networks().model(),
        examined,
        missed,
        problems,
        warnings,
        Differences.of(examined));
  }

  /** Null if libtorch does not start where that is tried: examining says why. */
  private NetworkSpec networks(RunScope scope, Path folder) throws IOException {
    NetworkOptions named = options.isOfBuiltIn() ? builtIn(folder) : options.networks();
    try {
      return NetworkSpec.ship(context, scope.run(), named);
    } catch (UserException e) {
      if (!options.isOfBuiltIn()) {
        throw e;
      }
      problems.add(e.getMessage());
      return null;
    }
  }

  private NetworkOptions builtIn(Path folder) throws IOException {
    DemoCheckpoints.copyTo(folder);
    importModel(ImportModelJob.Kind.RESNET, folder, DemoCheckpoints.RESNET, "resnet.pt");
    importModel(ImportModelJob.Kind.CHM, folder, DemoCheckpoints.CHM, "chm.pt");
    NetworkOptions given = options.networks();
    return new NetworkOptions(
        folder.resolve("resnet.pt").toUri().toString(),
        folder.resolve("chm.pt").toUri().toString(),
        given.precision(),
        given.device(),
        given.batch(),
        given.framing());
  }

  /** Without a word: whoever asked for JSON wants nothing else. */
  private static void importModel(
      ImportModelJob.Kind kind, Path folder, String checkpoint, String archive) throws IOException {
    ImportModelJob.run(
        Console.silent(),
        new ImportModelOptions(
            kind,
            folder.resolve(checkpoint).toUri().toString(),
            folder.resolve(archive).toUri().toString()));
  }
}
