package dev.chmcorr.cli;

import dev.chmcorr.job.download.PublishedFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    header = "Get published weights.%n",
    subcommands = ModelsCommand.Download.class,
    footer = {"", "Examples:", "  submit/chm-corr models download resnet50 pas_psi --out weights"})
final class ModelsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command: models download");
  }

  @Command(
      name = "download",
      mixinStandardHelpOptions = true,
      header = "Download published weights of networks.%n",
      description = {
        "",
        "A download that broke off goes on from there when the same command is given again. A file that is there is checked: by the SHA-256 that is published, else by that noted in FILE.sha256 when it first came.",
        "Proxies are those of https_proxy, http_proxy, all_proxy and no_proxy.",
        ""
      },
      footer = {
        "",
        "Examples:",
        "  submit/chm-corr models download --list",
        "  submit/chm-corr models download resnet50 pas_psi --out weights",
        "  submit/chm-corr import-model chm weights/pas_psi.pt --out chm.pt"
      })
  static final class Download extends DownloadCommand {
    Download() {
      super(PublishedFile.Kind.MODELS);
    }
  }
}
