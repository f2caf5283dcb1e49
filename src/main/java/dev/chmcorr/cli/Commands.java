package dev.chmcorr.cli;

import java.util.Collection;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands of the program. To look through the options of all of them takes a third of a
 * second, so only those of one that is typed are: of the others, names and headers are enough.
 */
final class Commands {
  private static final List<Class<?>> ALL =
      List.of(
          ImportModelCommand.class,
          KnnCommand.class,
          RerankCommand.class,
          RescoreCommand.class,
          SweepCommand.class,
          ReportCommand.class,
          PictureCommand.class,
          SqlCommand.class,
          SchemaCommand.class,
          ScoresCommand.class,
          ModelsCommand.class,
          MasksCommand.class,
          DemoCommand.class,
          DoctorCommand.class,
          HelpCommand.class);

  private Commands() {}

  /** Adds all commands to the program. */
  static void addAll(CommandLine program) {
    ALL.forEach(command -> add(program, command));
  }

  /** Adds all commands, with their options those that some arguments, or a file, may name. */
  static void add(CommandLine program, Collection<String> arguments) {
    boolean isInFile = arguments.stream().anyMatch(argument -> argument.startsWith("@"));
    for (Class<?> command : ALL) {
      Command says = command.getAnnotation(Command.class);
      if (isInFile || arguments.contains(says.name())) {
        add(program, command);
      } else {
        program.addSubcommand(says.name(), named(says));
      }
    }
  }

  private static void add(CommandLine program, Class<?> command) {
    program.addSubcommand(new CommandLine(command));
  }

  private static CommandSpec named(Command says) {
    CommandSpec spec = CommandSpec.create().name(says.name());
    spec.usageMessage().header(says.header());
    return spec;
  }
}
