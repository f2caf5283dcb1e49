package dev.chmcorr.cli;

import dev.chmcorr.cli.options.FailuresMixin;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.run.Sessions;
import dev.chmcorr.job.study.Study;
import dev.chmcorr.job.study.StudyReader;
import dev.chmcorr.job.sweep.SweepJob;
import dev.chmcorr.job.sweep.SweepOptions;
import dev.chmcorr.job.sweep.SweepOptions.Failures;
import dev.chmcorr.job.sweep.SweepOptions.Plan;
import dev.chmcorr.job.sweep.SweepOptions.Unknown;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "sweep",
    mixinStandardHelpOptions = true,
    header = "Run a study: data sets x networks x methods x settings, described in one file.%n",
    description = {
      "",
      "Does what knn, rerank and rescore would do for each data set, and leaves one table of all accuracies (OUT/study/summary: Parquet, CSV, Markdown) and one report (OUT/report). Data sets that share a gallery embed it once. OUT/{knn,rerank,rescore} hold the runs, which all other commands take.",
      "The same command again does nothing; with a setting, method or data set more in STUDY it does only that.",
      "conf/README.md explains the file; conf/demo.yaml is a study of drawn birds, conf/paper.yaml that of the paper.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  submit/chm-corr sweep conf/demo.yaml --out demo-study",
      "  submit/chm-corr sweep conf/paper.yaml --out paper --dry-run --trial",
      "  submit/chm-corr sweep conf/paper.yaml --out paper --keep-going --together 2"
    })
final class SweepCommand extends SparkCommand {
  @Parameters(paramLabel = "STUDY.yaml", description = "File that describes the study.")
  private String file;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of everything that comes of the study.")
  private String out;

  @Option(
      names = "--together",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Data sets that go on at once, in one Spark application, each in a pool of its own; for clusters that one alone does not fill. Default: ${DEFAULT-VALUE}")
  private int together;

  @Option(
      names = "--keep-going",
      description =
          "Leave data sets out that are not there, and go on with the others if one fails. Without, nothing begins if one is not there, and after a failure no other begins.")
  private boolean keepGoing;

  @Option(
      names = "--dry-run",
      description =
          "Only say what is left to do: images to embed, pairs to compare, bytes to write, and the time that they take as far as earlier runs in OUT, those of --rates or a --trial tell. Writes nothing.")
  private boolean dryRun;

  @Option(
      names = "--trial",
      description =
          "For --dry-run: see how fast this machine or cluster is with copies of a few images, for each method that no earlier run tells of; about half a minute each. They lie in OUT/.trial meanwhile.")
  private boolean trial;

  @Option(
      names = "--rates",
      split = ",",
      paramLabel = "RUN",
      description =
          "For --dry-run: folders of other runs of knn and rerank, whose _run.json tells how fast this machine is.")
  private List<String> rates;

  @Option(
      names = "--cache-mib",
      paramLabel = "MIB",
      defaultValue = "1024",
      description =
          "Memory for candidates' features, per executor, on GPUs per GPU, of all data sets that go on at once. Default: ${DEFAULT-VALUE}")
  private int cacheMebibytes;

  @Mixin private FailuresMixin budget;

  private Study study;

  @Override
  OptionalInt featureMebibytes() {
    return OptionalInt.of(cacheMebibytes);
  }

  @Override
  SparkSession open(String name) {
    return together > 1 ? Sessions.openForSeveral(name) : Sessions.open(name);
  }

  @Override
  Job job() {
    if (rates != null && !dryRun) {
      throw new UserException("Unsupported --rates: it is for --dry-run");
    }
    if (trial && !dryRun) {
      throw new UserException("Unsupported --trial: it is for --dry-run");
    }
    SweepOptions options =
        new SweepOptions(
            study,
            out,
            together,
            keepGoing ? Failures.KEEP_GOING : Failures.STOP,
            cacheMebibytes,
            budget.budget(),
            dryRun ? plan() : null);
    return context -> SweepJob.run(context, options);
  }

  private Plan plan() {
    return new Plan(rates == null ? List.of() : rates, trial ? Unknown.TRIED : Unknown.LEFT);
  }

  @Override
  public Integer call() throws Exception {
    study = StudyReader.read(file);
    return super.call();
  }
}
