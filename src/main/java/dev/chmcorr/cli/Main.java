package dev.chmcorr.cli;

import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UsageException;
import dev.chmcorr.job.console.Screen;
import dev.chmcorr.job.run.CodeVersion;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
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
      "A first run, from checkpoints and image folders to tables, and to pages for a browser:",
      "  submit/chm-corr import-model resnet resnet50.pth --out resnet50.pt",
      "  submit/chm-corr import-model chm pas_psi.pt --out chm.pt",
      "  submit/chm-corr knn --name birds --train train --val val \\",
      "      --model resnet50.pt --out runs",
      "  submit/chm-corr rerank --knn runs/birds --chm chm.pt --out runs/birds-chm",
      "  submit/chm-corr report runs/birds-chm --out birds-report",
      "",
      "Without data or checkpoints: submit/chm-corr demo",
      "",
      "Exit codes: 0 done, 1 internal error, 2 wrong command line, 3 wrong input, 130 stopped by Ctrl-C, 143 by SIGTERM."
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
    Start.takeSignals();
    Screen.open();
    CommandLine line = commandLine(arguments).setExecutionStrategy(Main::execute);
    int code = Interruption.exitCode(line.execute(arguments));
    if (code != 0) {
      Exit.with(code);
    }
  }

  /** Hadoop's way to take signals has the log set up: half a second, which help does without. */
  private static int execute(ParseResult parsed) {
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    Interruption.takeSignals(Thread.currentThread());
    return new CommandLine.RunLast().execute(parsed);
  }

  static int run(String... arguments) {
    return commandLine(arguments).execute(arguments);
  }

  /** The program with all that there is to be said of it. */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    Commands.addAll(line);
    return settled(line);
  }

  /** The program as far as some arguments need it. */
  private static CommandLine commandLine(String... arguments) {
    CommandLine line = new CommandLine(new Main());
    Commands.add(line, Arrays.asList(arguments));
    return settled(line);
  }

  private static CommandLine settled(CommandLine line) {
    Choice.registerAll(line);
    line.setUsageHelpAutoWidth(true);
    line.setParameterExceptionHandler((thrown, arguments) -> wrongCommandLine(thrown));
    line.setExecutionExceptionHandler((exception, command, parsed) -> failed(exception, command));
    return line;
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

  private static int wrongCommandLine(ParameterException thrown) {
    ParameterException exception = telling(thrown);
    CommandLine command = exception.getCommandLine();
    PrintWriter err = command.getErr();
    String line = exception.getMessage().replace('\n', ' ');
    Exit.because(line);
    err.println("chm-corr: " + line);
    err.println("Try: submit/" + command.getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return CommandLine.ExitCode.USAGE;
  }

  /**
   * What else is wrong may be so only because of a word that is misspelt or out of place: naming
   * the first of these helps more.
   */
  private static ParameterException telling(ParameterException thrown) {
    ParameterException telling = thrown;
    CommandLine command = thrown.getCommandLine();
    for (; command != null; command = command.getParent()) {
      List<String> unknown = command.getUnmatchedArguments();
      if (!unknown.isEmpty()) {
        telling = new ParameterException(command, unknown(command, unknown.get(0)));
      }
    }
    return telling;
  }

  private static String unknown(CommandLine command, String word) {
    CommandSpec spec = command.getCommandSpec();
    boolean takesCommand = !spec.subcommands().isEmpty();
    if (word.startsWith("-")) {
      String option = word.replaceFirst("=.*", "");
      return takesCommand
          ? "Unknown option '%s' before the command, whose options go after it".formatted(option)
          : "Unknown option '%s'%s".formatted(option, Suggestion.after(option, options(spec)));
    }
    return takesCommand
        ? "Unknown command '%s'; one of: %s%s"
            .formatted(word, names(spec), Suggestion.after(word, spec.subcommands().keySet()))
        : "Unexpected argument '%s' (a glob must stand in quotes)".formatted(word);
  }

  private static List<String> options(CommandSpec spec) {
    return spec.options().stream()
        .filter(option -> !option.hidden())
        .flatMap(option -> Arrays.stream(option.names()))
        .toList();
  }

  private static int failed(Exception exception, CommandLine command) {
    if (Interruption.isOn()) {
      return INTERNAL_ERROR;
    }
    Optional<String> mistake = UserErrors.in(exception);
    if (exception instanceof UsageException) {
      return wrongCommandLine(new ParameterException(command, exception.getMessage(), exception));
    }
    Exit.because(mistake.orElseGet(() -> Texts.firstLine(exception.toString())));
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
