package dev.chmcorr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class CommandsTest {
  private static CommandLine program(String... arguments) {
    CommandLine line = new CommandLine(new Main());
    Commands.add(line, List.of(arguments));
    return line;
  }

  @Test
  void theListIsTheSameWhateverIsTyped() {
    CommandLine all = new CommandLine(new Main());
    Commands.addAll(all);

    String list = all.getUsageMessage(Ansi.OFF);

    assertThat(list).contains("Embed both sets and rank the gallery for every query.");
    assertThat(program().getUsageMessage(Ansi.OFF)).isEqualTo(list);
    assertThat(program("knn", "--k", "5").getUsageMessage(Ansi.OFF)).isEqualTo(list);
  }

  @Test
  void onlyACommandThatIsTypedHasItsOptions() {
    Map<String, CommandLine> commands = program("help", "knn").getSubcommands();

    assertThat(commands.get("knn").getCommandSpec().findOption("--k")).isNotNull();
    assertThat(commands.get("help").getCommandSpec().helpCommand()).isTrue();
    assertThat(commands.get("rerank").getCommandSpec().options()).isEmpty();
    assertThat(commands.keySet()).hasSize(15);
  }
}
