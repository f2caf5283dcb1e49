package dev.chmcorr.cli;

import dev.chmcorr.cli.options.DataMixin;
import dev.chmcorr.cli.options.NetworkMixin;
import dev.chmcorr.cli.options.QueriesMixin;
import dev.chmcorr.job.knn.KnnJob;
import dev.chmcorr.job.knn.KnnOptions;
import dev.chmcorr.job.knn.KnnOptions.Recognition;
import dev.chmcorr.job.knn.KnnOptions.SameImages;
import dev.chmcorr.job.knn.PerClass;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "knn",
    mixinStandardHelpOptions = true,
    header = "Embed both sets and rank the gallery for every query.%n",
    description = {
      "",
      "Writes OUT/NAME/{rankings,errors} and prints the accuracy of kNN.",
      "Ranking is exact, by cosine. Embeddings are kept in OUT/_embeddings, a folder per image set, network, transform and precision, which all runs with the same --out share: an image is read again only if its file's length or time of change is another. The same command again only says what it found.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  submit/chm-corr knn --name birds --train train --val val \\",
      "      --model resnet50.pt --out runs",
      "  submit/chm-corr knn --name damaged --train imagenet --val damagenet \\",
      "      --classes-of-val --transform multi --model resnet50.pt --out runs",
      "  submit/chm-corr knn --name shards --train 'train-{000..123}.tar' \\",
      "      --val 'val-*.tar' --model resnet50.pt --out runs"
    })
final class KnnCommand extends SparkCommand {
  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "Name of the run: its folder below --out.")
  private String name;

  @Mixin private DataMixin data;
  @Mixin private NetworkMixin network;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder that holds runs.")
  private String out;

  @Option(
      names = "--k",
      paramLabel = "K",
      defaultValue = "100",
      description = "Neighbours kept per query. Default: ${DEFAULT-VALUE}")
  private int k;

  @Option(
      names = "--per-class",
      paramLabel = "M",
      description =
          "Also keep, for every query, the M nearest gallery images of each of its best classes, in OUT/NAME/class_rankings: of all classes, or of as many as --top-classes says. A finished folder without is ranked again, its embeddings are kept.")
  private Integer perClass;

  @Option(
      names = "--top-classes",
      paramLabel = "C",
      description =
          "With --per-class: only of the C classes whose nearest image is most similar. Default: all")
  private Integer topClasses;

  @Option(
      names = "--split",
      paramLabel = "N",
      description =
          "Accepted and ignored. The published program cuts the queries into splits to fit its memory and embeds the gallery again for each; here memory is bounded without.")
  private Integer split;

  @Option(
      names = "--verify",
      description =
          "Read all images again and compare their content (SHA-256) with what was embedded, instead of trusting path, size and time of change.")
  private boolean verify;

  @Option(
      names = "--exclude-same-image",
      description =
          "Leave gallery images of a query's own content (SHA-256) out of its ranking: leave-one-out, for sets that share images.")
  private boolean excludeSameImage;

  @Mixin private QueriesMixin queries;

  @Override
  OptionalInt featureMebibytes() {
    return OptionalInt.of(0);
  }

  @Override
  Job job() {
    KnnOptions options =
        new KnnOptions(
            name,
            data.options(out),
            network.options(),
            network.transform(),
            k,
            verify ? Recognition.BY_CONTENT : Recognition.BY_VERSION,
            out,
            excludeSameImage ? SameImages.EXCLUDED : SameImages.RANKED,
            queries.selection(),
            PerClass.of(perClass, topClasses));
    return context -> {
      if (split != null) {
        context.console().stage("knn: --split %d is not needed and changes nothing", split);
      }
      KnnJob.run(context, options);
    };
  }
}
