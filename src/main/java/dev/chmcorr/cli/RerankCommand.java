package dev.chmcorr.cli;

import dev.chmcorr.cli.options.DataMixin;
import dev.chmcorr.cli.options.InputLimitMixin;
import dev.chmcorr.cli.options.NetworkMixin;
import dev.chmcorr.cli.options.QueriesMixin;
import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.rerank.Classes;
import dev.chmcorr.job.rerank.Difference;
import dev.chmcorr.job.rerank.RerankJob;
import dev.chmcorr.job.rerank.RerankOptions;
import dev.chmcorr.job.score.PerQuery;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "rerank",
    mixinStandardHelpOptions = true,
    header = "Re-rank each query's nearest neighbours by visual correspondence (CHM-Corr).%n",
    description = {
      "",
      "Writes OUT/{queries,rankings,correspondences,results,errors} and prints the accuracy of kNN and CHM-Corr.",
      "--train, --val, --model, --transform and --classes-of-val need not be given where --knn is the folder of a run, whose record has them.",
      "A run that was stopped goes on where it was when the same command is given again.",
      "rerank --out OUT with another --N, --K, --T, --axes or --mask scores the pairs of a folder anew, in seconds, without rankings, images or networks; results keep a row per query and setting. A larger --N compares the new candidates, for which all these are needed. rescore scores many settings at once.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  submit/chm-corr rerank --knn runs/birds --chm chm.pt --out runs/birds-chm",
      "  submit/chm-corr rerank --out runs/birds-chm --K 10 --axes aligned",
      "  submit/chm-corr rerank --knn ImageNet.pickle --train train --val val \\",
      "      --model resnet50.pt --chm chm.pt --out runs/imagenet-chm"
    })
final class RerankCommand extends SparkCommand {
  @Mixin private DataMixin data;

  @Option(
      names = "--knn",
      paramLabel = "DIR/NAME|FILE.pickle",
      description =
          "Rankings: the folder of a knn run, or a published score pickle; nothing in a pickle is run. In a folder of an earlier run it may be left out, as may all else that says what is compared.")
  private String knn;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      description =
          "How a query is compared with a candidate: chm, convolutional Hough matching; emd, optimal transport between the cells of the trunk's last feature map (EMD-Corr), which needs no --chm and has neither --T nor --axes; patches, the most similar cell of each cell of the trunk's last feature map, whose grid may be any (a trace of a vision transformer), which needs no --chm and has no --axes. Default: chm")
  private String method;

  @Option(
      names = "--emd-stop",
      paramLabel = "published|pair",
      description =
          "With --method emd, when flows are taken for settled. published: all candidates of a query, and the query against itself, at once, so that a pair's numbers depend on how many candidates are compared: another --N needs another --out, a smaller one scores pairs as they were compared. pair: each by itself. Default: published")
  private Stop emdStop;

  @Option(
      names = "--patches-match",
      paramLabel = "nearest|mutual",
      description =
          "With --method patches: nearest compares every cell of the query with the most similar one of the candidate, mutual only cells that are each other's most similar. Default: nearest")
  private Match patchesMatch;

  /** Of {@code --patches-match}. */
  enum Match {
    NEAREST,
    MUTUAL
  }

  /** Of {@code --emd-stop}. */
  enum Stop {
    PUBLISHED,
    PAIR
  }

  @Mixin private NetworkMixin network;

  @Option(
      names = "--chm",
      paramLabel = "FILE.pt",
      description =
          "Hough matching network, for --method chm: an archive that import-model chm wrote. A program too, as --model is.")
  private String chm;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder of this run.")
  private String out;

  @Option(
      names = "--N",
      paramLabel = "N",
      defaultValue = "50",
      description = "Candidates re-ranked per query. Default: ${DEFAULT-VALUE}")
  private int n;

  @Option(
      names = "--K",
      paramLabel = "K",
      defaultValue = "20",
      description = "Candidates that vote. Default: ${DEFAULT-VALUE}")
  private int k;

  @Option(
      names = "--T",
      paramLabel = "T",
      description = "Attention threshold: cells of the query below it are left out. Default: 0.55")
  private Double t;

  @Option(
      names = "--mask",
      paramLabel = "FILE",
      description =
          "CHM-Corr+: cells to compare instead of attention. The published pickle {class/file: 7x7}, or the same as JSON.")
  private String mask;

  @Option(
      names = "--axes",
      paramLabel = "published|aligned",
      description =
          "With --method chm: published compares transposed cells as the published program does, aligned the right ones. Default: published")
  private Axes axes;

  @Option(
      names = "--setting",
      paramLabel = "NAME",
      description =
          "Name of these results in OUT/results; those that have it already are replaced. Default: made of the values, as N50-K20-T0.55-published")
  private String setting;

  /** Of earlier versions, whose users should learn what to do instead. */
  @Option(names = "--reuse", paramLabel = "DIR", hidden = true)
  private String reuse;

  @Option(
      names = "--per-query",
      paramLabel = "json|pickle",
      defaultValue = "none",
      description =
          "Also write a file per query into OUT/per-query/SETTING: ID.json, or the published reranker_ID.pkl.")
  private PerQuery perQuery;

  @Option(
      names = "--cache-mib",
      paramLabel = "MIB",
      defaultValue = "1024",
      description =
          "Memory for candidates' features, per executor, on GPUs per GPU; about 1.1 MiB each. Default: ${DEFAULT-VALUE}")
  private int cacheMebibytes;

  @Option(
      names = "--accept-differences",
      paramLabel = "KIND[,KIND]",
      split = ",",
      description =
          "Go on although this run differs from how the rankings were made, in one or more of transform, model, precision, images (files elsewhere, or changed, of the same names). Kept in _run.json.")
  private List<Difference> accepted;

  @Option(
      names = "--per-class",
      description =
          "Also compare each query with the nearest images of its best classes, as knn --per-class ranked them: why not the other class? Writes OUT/{class_rankings,class_correspondences,class_results}; predictions stay as they are. The folder has them from then on.")
  private boolean perClass;

  @Mixin private QueriesMixin queries;
  @Mixin private InputLimitMixin input;

  @Override
  OptionalInt featureMebibytes() {
    return OptionalInt.of(cacheMebibytes);
  }

  @Override
  Job job() {
    if (reuse != null) {
      throw new UserException(
          "Unsupported --reuse: give %s as --out, where other settings are scored in seconds"
              .formatted(reuse));
    }
    RerankOptions options =
        new RerankOptions(
            data.recorded(out, input),
            method,
            network.recorded(chm),
            knn,
            network.transformIfGiven(),
            new RerankOptions.Scoring(n, k, t, axes, mask),
            out,
            setting,
            perQuery,
            cacheMebibytes,
            new RerankOptions.Choices(
                accepted == null ? Set.of() : Set.copyOf(accepted),
                queries.selection(),
                methodSettings(),
                perClass ? Classes.COMPARED : Classes.AS_KEPT));
    return context -> RerankJob.run(context, options);
  }

  /** Those that are given, by their names without dashes. */
  private Map<String, String> methodSettings() {
    Map<String, String> settings = new TreeMap<>();
    if (emdStop != null) {
      settings.put("emd-stop", Texts.lowerCase(emdStop));
    }
    if (patchesMatch != null) {
      settings.put("patches-match", Texts.lowerCase(patchesMatch));
    }
    return settings;
  }
}
