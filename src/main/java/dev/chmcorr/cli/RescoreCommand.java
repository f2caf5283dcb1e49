package dev.chmcorr.cli;

import dev.chmcorr.chm.Grid;
import dev.chmcorr.cli.options.InputLimitMixin;
import dev.chmcorr.domain.Axes;
import dev.chmcorr.job.lists.LabelOptions;
import dev.chmcorr.job.rescore.Numbers;
import dev.chmcorr.job.rescore.RescoreJob;
import dev.chmcorr.job.rescore.RescoreOptions;
import dev.chmcorr.job.rescore.RescoreOptions.Tables;
import dev.chmcorr.job.rescore.ValueGrid;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "rescore",
    mixinStandardHelpOptions = true,
    header =
        "Score a run's pairs again in a grid of settings: which N, K, T, axes, parts is best?%n",
    description = {
      "",
      "Takes what rerank has compared, from its folder alone: no images, no networks, no GPU. Writes OUT/accuracies, a row per setting: queries that kNN, CHM-Corr, both, or only one of them predicts right, accuracies with a 95 %% interval (Wilson), and whether the difference may be chance (McNemar's test: exact up to 25 queries that only one predicts right, else chi-square with continuity correction).",
      "Numbers are lists and ranges FROM:TO:STEP; every value is combined with every other. What is not given is as in the setting that rerank scored last.",
      "Another grid in the same OUT adds its settings; those that are there already are not scored again.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  submit/chm-corr rescore runs/birds-chm --K 5,10,20 --T 0.4:0.7:0.05 \\",
      "      --out runs/birds-grid",
      "  submit/chm-corr rescore runs/birds-chm --N 20,50 --axes published,aligned \\",
      "      --parts 1:9:2 --results --out runs/birds-grid",
      "  submit/chm-corr rescore runs/birds-chm --mask attention,masks.json \\",
      "      --out runs/birds-masked"
    })
final class RescoreCommand extends SparkCommand {
  @Parameters(paramLabel = "RUN", description = "Folder of a rerank run.")
  private String run;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the accuracies, outside of RUN.")
  private String out;

  @Option(
      names = "--N",
      paramLabel = "N[,N]",
      description = "Candidates re-ranked per query, such as 20,50; at most what RUN has compared.")
  private String n;

  @Option(
      names = "--K",
      paramLabel = "K[,K]",
      description = "Candidates that vote, such as 5,10:50:10. Left out with smaller N.")
  private String k;

  @Option(
      names = "--T",
      paramLabel = "T[,T]",
      description = "Attention thresholds, such as 0.4:0.7:0.05.")
  private String t;

  @Option(
      names = "--axes",
      split = ",",
      paramLabel = "published|aligned",
      description =
          "One or both: published compares transposed cells as the published program does, aligned the right ones.")
  private List<Axes> axes;

  @Option(
      names = "--parts",
      paramLabel = "P[,P]",
      description =
          "How many of the most similar cells count, 1 to 49. Other than 5 it is part of the setting's name, as N50-K20-T0.55-published-parts3. Default: 5, as rerank has it")
  private String parts;

  @Option(
      names = "--mask",
      split = ",",
      paramLabel = "FILE",
      description =
          "CHM-Corr+: cells to compare instead of attention, as in rerank; several files are scored one by one. The word attention in the list scores without a mask too.")
  private List<String> masks;

  @Option(
      names = "--results",
      description =
          "Also write OUT/results: a row per query and setting, with all candidates, as rerank has it.")
  private boolean results;

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      description =
          "Judge by these right answers instead of those that RUN has, as --truth of knn; numbers are places in the gallery's sorted classes.")
  private String truth;

  @Option(
      names = "--truth-classes",
      paramLabel = "FILE",
      description = "Names of the classes that are numbers in --truth, as in knn.")
  private String truthClasses;

  @Mixin private InputLimitMixin input;

  @Override
  Job job() {
    RescoreOptions options =
        new RescoreOptions(
            run,
            out,
            new ValueGrid(
                new Numbers("--N", 1, Integer.MAX_VALUE).whole(n),
                new Numbers("--K", 1, Integer.MAX_VALUE).whole(k),
                new Numbers("--T", 0, 1).decimal(t),
                axes == null ? null : axes.stream().distinct().sorted().toList(),
                new Numbers("--parts", 1, Grid.POINTS).whole(parts)),
            masks == null ? List.of() : masks,
            results ? Tables.ACCURACIES_AND_RESULTS : Tables.ACCURACIES,
            new LabelOptions(truth, truthClasses, null),
            input.limits());
    return context -> RescoreJob.run(context, options);
  }
}
