package dev.chmcorr.cli;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.download.DownloadJob;
import dev.chmcorr.job.download.DownloadOptions;
import dev.chmcorr.job.download.PublishedFile;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Downloads published files of a kind. */
abstract class DownloadCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "Which files, by their names in the list; none with --all or --list.")
  private List<String> names = List.of();

  @Option(names = "--all", description = "All of the list.")
  private boolean all;

  @Option(names = "--list", description = "Only print the list.")
  private boolean list;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Folder of this machine for them. Default: the working folder")
  private String out;

  @Option(
      names = "--mirror",
      paramLabel = "URL",
      description =
          "A folder on a web server of yours that has the files by their names, instead of where they were published.")
  private String mirror;

  private final PublishedFile.Kind kind;

  DownloadCommand(PublishedFile.Kind kind) {
    this.kind = kind;
  }

  @Override
  public Integer call() throws IOException {
    Interruption.keeps("what has come of a file is kept, and the same command goes on from there");
    try (Console console = Console.standard()) {
      if (list) {
        DownloadJob.list(console, kind);
      } else {
        DownloadJob.run(console, options(), System.getenv());
      }
    }
    return 0;
  }

  private DownloadOptions options() {
    if (names.isEmpty() == !all) {
      throw new ParameterException(
          spec.commandLine(),
          all ? "Unsupported NAME: --all means every file" : "Missing NAME, --all or --list");
    }
    try {
      return DownloadOptions.of(
          all ? PublishedFile.all(kind) : PublishedFile.named(kind, names), out, mirror);
    } catch (UserException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
