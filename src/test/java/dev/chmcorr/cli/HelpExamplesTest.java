package dev.chmcorr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Examples are taken from the help as it is printed, 80 columns wide, and parsed. */
class HelpExamplesTest {
  private static final String START = "  submit/chm-corr ";
  private static final String MORE = " \\";

  static Stream<CommandLine> commands() {
    return all(Main.commandLine()).filter(line -> !line.getCommandName().equals("help"));
  }

  private static Stream<CommandLine> all(CommandLine line) {
    return Stream.concat(
        Stream.of(line), line.getSubcommands().values().stream().flatMap(HelpExamplesTest::all));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void theExamplesOfACommandCanBePasted(CommandLine command) {
    List<String> examples = examples(command.setUsageHelpAutoWidth(false).getUsageMessage());

    assertThat(examples).as(command.getCommandSpec().qualifiedName()).isNotEmpty();
    for (String example : examples) {
      Main.commandLine().parseArgs(words(example));
    }
  }

  /** Whole lines, those that go on joined. */
  private static List<String> examples(String help) {
    List<String> examples = new ArrayList<>();
    String begun = null;
    for (String line : help.lines().toList()) {
      if (begun != null) {
        begun += " " + line.strip();
      } else if (line.startsWith(START) && !line.contains("[")) {
        begun = line.substring(START.length());
      }
      if (begun != null && begun.endsWith(MORE)) {
        begun = begun.substring(0, begun.length() - MORE.length());
      } else if (begun != null) {
        examples.add(begun);
        begun = null;
      }
    }
    return examples;
  }

  /** As a shell splits them, with quotes and without escapes. */
  private static String[] words(String line) {
    List<String> words = new ArrayList<>();
    String[] quoted = line.split("'");
    for (int i = 0; i < quoted.length; i++) {
      words.addAll(i % 2 == 1 ? List.of(quoted[i]) : List.of(quoted[i].strip().split("\\s+")));
    }
    words.removeIf(String::isEmpty);
    return words.toArray(String[]::new);
  }
}
