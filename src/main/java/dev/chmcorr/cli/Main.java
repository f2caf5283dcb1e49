package dev.chmcorr.cli;

import dev.chmcorr.job.run.CodeVersion;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

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
      "  submit/chm-corr rerank --knn runs/birds --chm chm.pt --out runs/birds-chm",
      "",
      "Without data or checkpoints: submit/chm-corr demo",
      "",
      "Exit codes: 0 done, 1 internal error, 2 wrong command line, 3 wrong input."
    },
    subcommands = {
      ImportModelCommand.class,
      KnnCommand.class,
      RerankCommand.class,
      PictureCommand.class,
      ScoresCommand.class,
      MasksCommand.class,
      DemoCommand.class,
      HelpCommand.class
    })
public final class Main implements Runnable {
  private static final int INTERNAL_ERROR = 1;
  private static final int WRONG_INPUT = 3;

  @Spec private CommandSpec spec;

  @Option(
      names = "--commands",
      hidden = true,
      description = "Print the commands, one a line, for submit/chm-corr.")
  private boolean commands;

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
    if (!commands) {
      throw new ParameterException(spec.commandLine(), "Missing command; one of: " + names(spec));
    }
    PrintWriter out = spec.commandLine().getOut();
    spec.subcommands().keySet().forEach(out::println);
    out.flush();
  }

  private static String names(CommandSpec spec) {
    return String.join(", ", spec.subcommands().keySet());
  }

  private static int wrongCommandLine(ParameterException thrown, String[] arguments) {
    CommandLine command = thrown.getCommandLine();
    ParameterException exception = telling(thrown);
    PrintWriter err = command.getErr();
    err.println("chm-corr: " + exception.getMessage().replace('\n', ' '));
    UnmatchedArgumentException.printSuggestions(exception, err);
    err.println("Try: submit/" + command.getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return CommandLine.ExitCode.USAGE;
  }

  private static ParameterException telling(ParameterException thrown) {
    CommandLine command = thrown.getCommandLine();
    CommandSpec spec = command.getCommandSpec();
    List<String> unknown = command.getUnmatchedArguments();
    if (unknown.isEmpty()) {
      return thrown;
    }
    String first = unknown.get(0);
    if (!spec.subcommands().isEmpty() && !first.startsWith("-")) {
      return new ParameterException(
          command, "Unknown command '%s'; one of: %s".formatted(first, names(spec)));
    }
    // A required option may be missing only because it is misspelt: naming that one helps more.
    return new UnmatchedArgumentException(command, unknown);
  }

  private static int failed(Exception exception, CommandLine command) {
    Optional<String> mistake = UserErrors.in(exception);
    if (mistake.isPresent()) {
      command.getErr().println("chm-corr: " + mistake.get());
    } else {
      exception.printStackTrace(command.getErr());
    }
    command.getErr().flush();
    return mistake.isPresent() ? WRONG_INPUT : INTERNAL_ERROR;
  }

  /** Prints the version of this jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"chm-corr " + CodeVersion.current()};
    }
  }
}
