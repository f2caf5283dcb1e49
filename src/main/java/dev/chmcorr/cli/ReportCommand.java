package dev.chmcorr.cli;

import dev.chmcorr.cli.options.ClassNamesMixin;
import dev.chmcorr.cli.options.ImageLimitsMixin;
import dev.chmcorr.domain.QuerySelection;
import dev.chmcorr.job.report.ReportJob;
import dev.chmcorr.job.report.ReportOptions;
import dev.chmcorr.job.report.ReportOptions.Pictures;
import dev.chmcorr.job.report.Selection;
import dev.chmcorr.report.PerFile;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    header = "Make a site of runs: why this class, and why not the other, at a glance.%n",
    description = {
      "",
      "Writes OUT/index.html and what it needs: open it in a browser, from disk or from any web host; no server, no network. It shows accuracies, what re-ranking mends and spoils, and a page per query: matched parts, attention, votes, and what other parts, N, K and T would give.",
      "The folders of the runs suffice. Images are read to show small copies of them; where one cannot be read any more, the rest works without.",
      "A report that was stopped goes on when the same command is given again; images that are copied already are not read again. The same command with unchanged runs only says so.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  submit/chm-corr report runs/birds-chm --out birds-report",
      "  submit/chm-corr report runs/birds-chm@masked runs/birds-chm --out both",
      "  submit/chm-corr report runs/birds-chm --only disagreements --out look"
    })
final class ReportCommand extends SparkCommand {
  @Parameters(
      arity = "1..*",
      paramLabel = "RUN[@SETTING]",
      description =
          "Folders of rerank runs, which the site shows side by side. Behind @ one of the settings in its results, such as runs/birds-chm@N50-K20-T0.55-published; without, the one that was scored last.")
  private List<String> runs;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the site, outside of runs and images.")
  private String out;

  @Option(
      names = "--queries",
      paramLabel = "IDS",
      description = "Pages of these queries only: ids and ranges of them, such as 3,17,20-29.")
  private String queries;

  @Option(
      names = "--only",
      paramLabel = "disagreements|errors|all",
      defaultValue = "all",
      description =
          "Pages of those queries for which kNN and CHM-Corr predict different classes, or which CHM-Corr predicts wrongly. Default: ${DEFAULT-VALUE}")
  private Selection.Only only;

  @Option(
      names = "--sample",
      paramLabel = "N",
      description =
          "Pages of N of the queries that the other options leave, drawn by chance. The overview is of all queries of a run, whatever has pages.")
  private Integer sample;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "0",
      description = "Another seed draws another sample. Default: ${DEFAULT-VALUE}")
  private long seed;

  @Option(names = "--no-images", description = "Show no images, and read none.")
  private boolean noImages;

  @Mixin private ClassNamesMixin classNames;
  @Mixin private ImageLimitsMixin images;

  @Override
  Job job() {
    QuerySelection named = queries == null ? QuerySelection.ALL : QuerySelection.Ids.of(queries);
    QuerySelection some =
        sample == null ? QuerySelection.ALL : new QuerySelection.Sample(sample, seed);
    ReportOptions options =
        new ReportOptions(
            runs,
            out,
            new Selection(named, only, some),
            noImages ? Pictures.NONE : Pictures.MADE,
            classNames.file(),
            images.limits(),
            PerFile.DEFAULT);
    return context -> ReportJob.run(context, options);
  }
}
