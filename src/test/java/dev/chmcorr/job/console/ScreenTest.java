package dev.chmcorr.job.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private static final int COLUMNS = 40;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream terminal = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final Screen screen = new Screen(terminal, COLUMNS);
  private final PrintStream others = screen.above(terminal);

  private String sent() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /**
   * What a person sees in the end: returns go to the start of the line, text covers what is there.
   */
  private String seen() {
    StringBuilder seen = new StringBuilder();
    int line = 0;
    int at = 0;
    for (char c : sent().toCharArray()) {
      if (c == '\r') {
        at = line;
      } else if (c == '\n') {
        seen.append(c);
        line = seen.length();
        at = line;
      } else if (at < seen.length()) {
        seen.setCharAt(at++, c);
      } else {
        seen.append(c);
        at++;
      }
    }
    return seen.toString().replaceAll(" +(\n|$)", "$1");
  }

  @Test
  void aLineTakesThePlaceOfTheOneBefore() {
    screen.show(-1, "plan queries, 10 s so far");
    screen.show(0.5, "half");

    assertThat(seen()).isEqualTo("[==========          ] half");
  }

  @Test
  void whatOthersPrintStandsAboveItWhole() {
    screen.show(-1, "embed 3 of 9 images");
    others.println("WARN disk");
    screen.show(-1, "embed 4 of 9 images");
    others.println("done");

    assertThat(seen()).isEqualTo("WARN disk\ndone\n");
  }

  @Test
  void aLineThatOthersHaveBegunIsNotCovered() {
    others.print("Exception in ");
    screen.show(-1, "embed 3 of 9 images");
    others.println("thread main");

    assertThat(seen()).isEqualTo("Exception in thread main\n");
  }

  @Test
  void nothingIsWiderThanTheTerminal() {
    screen.show(-1, "x".repeat(COLUMNS));
    screen.hide();

    assertThat(sent()).isEqualTo("\r%1$s\r%2$s\r".formatted("x".repeat(39), " ".repeat(39)));
    assertThat(seen()).isEmpty();
  }

  @Test
  void noControlSequencesAreSent() {
    screen.show(0.3, "embed");
    others.println("line");
    screen.hide();

    assertThat(sent()).doesNotContain("\u001b");
  }
}
