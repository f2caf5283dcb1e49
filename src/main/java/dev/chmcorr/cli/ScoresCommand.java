package dev.chmcorr.cli;

import dev.chmcorr.cli.options.ClassNamesMixin;
import dev.chmcorr.cli.options.DataMixin;
import dev.chmcorr.cli.options.InputLimitMixin;
import dev.chmcorr.job.download.PublishedFile;
import dev.chmcorr.job.rankings.ImportOptions;
import dev.chmcorr.job.rankings.RankingsJob;
import dev.chmcorr.job.rankings.ShowOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "scores",
    mixinStandardHelpOptions = true,
    header = "Get published score pickles, and exchange rankings with them.%n",
    subcommands = {
      ScoresCommand.Import.class,
      ScoresCommand.Export.class,
      ScoresCommand.Show.class,
      ScoresCommand.Download.class
    },
    footer = {
      "",
      "Examples:",
      "  submit/chm-corr scores import ImageNet.pickle --train train --val val \\",
      "      --name imagenet --out runs",
      "  submit/chm-corr scores show runs/imagenet --query 3"
    })
final class ScoresCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Missing command: scores import, export, show or download");
  }

  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      header = "Turn a published score pickle into a rankings table.%n",
      description = {
        "",
        "Ids in the pickle are positions in ImageFolder order, so it needs the folders it was made from.",
        "Use --classes-of-val for the pickles of ImageNet-R, DAmageNet and Adversarial Patch.",
        ""
      },
      footer = {
        "",
        "Examples:",
        "  submit/chm-corr scores import ImageNet.pickle --train train --val val \\",
        "      --name imagenet --out runs"
      })
  static final class Import extends SparkCommand {
    @Parameters(paramLabel = "FILE.pickle", description = "The published pickle.")
    private String file;

    @Mixin private DataMixin data;
    @Mixin private InputLimitMixin input;

    @Option(
        names = "--name",
        required = true,
        paramLabel = "NAME",
        description = "Name of the run.")
    private String name;

    @Option(
        names = "--out",
        required = true,
        paramLabel = "DIR",
        description = "Folder that holds runs.")
    private String out;

    @Override
    String kept() {
      return NOTHING_KEPT;
    }

    @Override
    Job job() {
      ImportOptions options = new ImportOptions(file, data.options(out, input), out, name);
      return context -> RankingsJob.importPickle(context, options);
    }
  }

  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      header = "Turn a rankings table into a pickle as published.%n",
      footer = {"", "Examples:", "  submit/chm-corr scores export runs/birds --out birds.pickle"})
  static final class Export extends SparkCommand {
    @Parameters(
        paramLabel = "DIR/NAME",
        description = "Folder of a run: of knn, scores import or rerank.")
    private String folder;

    @Option(
        names = "--out",
        required = true,
        paramLabel = "FILE.pickle",
        description = "{query id: int64 array of gallery ids, best last}")
    private String out;

    @Override
    String kept() {
      return NOTHING_KEPT;
    }

    @Override
    Job job() {
      return context -> RankingsJob.exportPickle(context, folder, out);
    }
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      header = "Print the ranking of one query; * marks neighbours of its own class.%n",
      description = {
        "",
        "Of a folder of rerank, how its candidates were re-ranked too, in every setting.",
        ""
      },
      footer = {"", "Examples:", "  submit/chm-corr scores show runs/birds --query 3"})
  static final class Show extends SparkCommand {
    @Parameters(
        paramLabel = "DIR/NAME[@SETTING]|FILE.pickle",
        description =
            "Folder of a run: of knn, scores import or rerank (with @SETTING as by --setting). Or a published pickle, with the --train and --val that it ranks.")
    private String source;

    @Option(
        names = "--query",
        paramLabel = "ID",
        defaultValue = "0",
        description = "Query id. Default: ${DEFAULT-VALUE}")
    private int query;

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "20",
        description = "Neighbours to print. Default: ${DEFAULT-VALUE}")
    private int limit;

    @Option(
        names = "--setting",
        paramLabel = "NAME",
        description = "Of a folder of rerank, only the results of this name.")
    private String setting;

    @Mixin private ClassNamesMixin classNames;
    @Mixin private DataMixin data;
    @Mixin private InputLimitMixin input;

    @Override
    String kept() {
      return "it only reads";
    }

    @Override
    Job job() {
      ShowOptions options =
          new ShowOptions(source, query, limit, setting, classNames.file(), data.ifGiven(input));
      return context -> RankingsJob.show(context, options);
    }
  }

  @Command(
      name = "download",
      mixinStandardHelpOptions = true,
      header = "Download published score pickles.%n",
      description = {
        "",
        "A download that broke off goes on from there when the same command is given again. A file that is there is checked by the SHA-256 noted in FILE.sha256 when it first came.",
        "Proxies are those of https_proxy, http_proxy, all_proxy and no_proxy.",
        ""
      },
      footer = {
        "",
        "Examples:",
        "  submit/chm-corr scores download --list",
        "  submit/chm-corr scores download ImageNet-R CUB-ResNet-50 --out scores"
      })
  static final class Download extends DownloadCommand {
    Download() {
      super(PublishedFile.Kind.SCORES);
    }
  }
}
