package dev.chmcorr.cli;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.CodeVersion;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program: parses the command line, runs a command, turns its outcome into an exit code. */
@Command(
    name = "chm-corr",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisHeading = "",
    customSynopsis = "Usage: submit/chm-corr [spark-submit options] COMMAND [options]",
    header = "Nearest neighbours of a whole data set, re-ranked by visual correspondence.%n",
    description = {
      "",
      "Options before the command go to spark-submit, for example --master 'local[4]'.",
      "submit/chm-corr COMMAND --help explains a command."
    },
    footer = {
      "",
      "A first run, from checkpoints and image folders to tables:",
      "  submit/chm-corr import-model resnet resnet50.pth --out resnet50.pt",
      "  submit/chm-corr import-model chm pas_psi.pt --out chm.pt",
      "  submit/chm-corr knn --name birds --train train --val val --model resnet50.pt --out runs",
      "  submit/chm-corr rerank --train train --val val --knn runs/birds --model resnet50.pt \\",
      "      --chm chm.pt --out runs/birds-chm",
      "",
      "Without data or checkpoints: submit/chm-corr demo",
      "",
      "Exit codes: 0 done, 1 internal error, 2 wrong command line, 3 wrong input."
    },
    subcommands = {
      ImportModelCommand.class,
      KnnCommand.class,
      RerankCommand.class,
      ScoresCommand.class,
      MasksCommand.class,
      DemoCommand.class,
      HelpCommand.class
    })
public final class Main implements Runnable {
  private static final int INTERNAL_ERROR = 1;
  private static final int WRONG_INPUT = 3;

  @Spec private CommandSpec spec;

  /** Runs a command; exits only if it failed, since leaving by exit(0) upsets YARN. */
  public static void main(String[] arguments) {
    int code = run(arguments);
    if (code != 0) {
      System.exit(code);
    }
  }

  static int run(String... arguments) {
    CommandLine line = new CommandLine(new Main());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.setParameterExceptionHandler(Main::wrongCommandLine);
    line.setExecutionExceptionHandler((exception, command, parsed) -> failed(exception, command));
    return line.execute(arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  private static int wrongCommandLine(ParameterException exception, String[] arguments) {
    CommandLine command = exception.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("chm-corr: " + exception.getMessage().replace('\n', ' '));
    CommandLine.UnmatchedArgumentException.printSuggestions(exception, err);
    err.println("Try: submit/" + command.getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return CommandLine.ExitCode.USAGE;
  }

  private static int failed(Exception exception, CommandLine command) {
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      if (cause instanceof UserException) {
        command.getErr().println("chm-corr: " + cause.getMessage());
        command.getErr().flush();
        return WRONG_INPUT;
      }
    }
    if (exception instanceof IOException) {
      // The file system's own words: no permission, no space, a file where a folder should be.
      command
          .getErr()
          .println(
              "chm-corr: Cannot read or write: %s (%s)"
                  .formatted(firstLine(exception), exception.getClass().getSimpleName()));
      command.getErr().flush();
      return WRONG_INPUT;
    }
    exception.printStackTrace(command.getErr());
    command.getErr().flush();
    return INTERNAL_ERROR;
  }

  private static String firstLine(Exception exception) {
    return String.valueOf(exception.getMessage()).lines().findFirst().orElse("");
  }

  /** Prints the version of this jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"chm-corr " + CodeVersion.current()};
    }
  }
}
