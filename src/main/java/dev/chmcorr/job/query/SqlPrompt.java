package dev.chmcorr.job.query;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.run.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * Asks a person at a terminal for statements until they leave. A statement ends with a semicolon
 * and may have several lines; Ctrl-C forgets what is typed, or ends the query that runs; Ctrl-D
 * leaves.
 */
final class SqlPrompt {
  private static final String PROMPT = "sql> ";
  private static final String MORE = "  -> ";

  private final SqlSession session;
  private final Terminal terminal;
  private final LineReader reader;

  SqlPrompt(SqlSession session, Terminal terminal, Path history) {
    this.session = session;
    this.terminal = terminal;
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .parser(new Whole())
            .completer(new StringsCompleter(words()))
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, MORE);
    if (history != null) {
      builder.variable(LineReader.HISTORY_FILE, history);
    }
    this.reader = builder.build();
  }

  /** Asks at this process's terminal. */
  static void run(SqlSession session) throws IOException {
    session.context().console().rest();
    try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
      new SqlPrompt(session, terminal, history(session)).run();
    }
  }

  /** Where what was typed is kept; null, and said, if it cannot be. */
  private static Path history(SqlSession session) {
    String state = System.getenv("XDG_STATE_HOME");
    Path folder =
        state == null || state.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".local", "state")
            : Path.of(state);
    Path file = folder.resolve("chm-corr").resolve("sql-history");
    try {
      Files.createDirectories(file.getParent());
      if (Files.isWritable(file.getParent())) {
        return file;
      }
    } catch (IOException e) {
      // Said below.
    }
    session.context().console().warn("what is typed is not kept: cannot write %s", file);
    return null;
  }

  void run() throws IOException {
    say("Tables: " + String.join(", ", session.tables().keySet()));
    say("A query ends with ; (help, tables, describe TABLE, exit; Ctrl-C forgets a line)");
    while (true) {
      try {
        if (!answer(reader.readLine(PROMPT).strip())) {
          return;
        }
      } catch (UserInterruptException e) {
        continue;
      } catch (EndOfFileException e) {
        return;
      }
    }
  }

  /** Does what a line asks; false if it asks to leave. */
  private boolean answer(String line) throws IOException {
    String[] words = line.replaceFirst("\\s*;+$", "").split("\\s+");
    switch (words[0]) {
      case "exit", "quit", "\\q" -> {
        return false;
      }
      case "help", "?" -> say("tables, describe TABLE, exit, or a query in Spark SQL and ;");
      case "tables", "\\dt" -> session.tables().forEach((name, path) -> say(name + "  " + path));
      case "\\d" -> {
        return answer(words.length == 1 ? "tables" : "describe " + words[1]);
      }
      case "describe" -> tryTo(() -> describe(words.length < 2 ? "" : words[1]));
      default -> tryTo(() -> runAll(line));
    }
    return true;
  }

  private void runAll(String text) throws IOException {
    for (String statement : Statements.of(text).all()) {
      session.run(statement);
    }
  }

  /** What is known of a table's columns: by the contract, or else by Spark. */
  private void describe(String name) throws IOException {
    Optional<org.apache.hadoop.fs.Path> place = Optional.ofNullable(session.tables().get(name));
    Optional<List<String>> known = place.flatMap(path -> SchemaText.known(path.getName()));
    if (known.isPresent()) {
      known.get().forEach(this::say);
    } else {
      session.run("DESCRIBE " + name);
    }
  }

  /** Something that a person asks for. */
  private interface Wish {
    void grant() throws IOException;
  }

  /** Does something that Ctrl-C ends, and says in one line what is wrong with it. */
  private void tryTo(Wish wish) throws IOException {
    Terminal.SignalHandler before =
        terminal.handle(Terminal.Signal.INT, signal -> Sessions.cancelQueries());
    try {
      wish.grant();
    } catch (SqlMistake | UserException e) {
      say(e.getMessage());
    } catch (RuntimeException e) {
      say(Sessions.wasCancelled(e) ? "stopped" : "Cannot run the query: " + e);
    } finally {
      terminal.handle(Terminal.Signal.INT, before);
    }
  }

  private void say(String line) {
    session.context().console().result("%s", line);
  }

  private List<String> words() {
    List<String> words = new ArrayList<>(session.tables().keySet());
    words.addAll(
        Arrays.asList(
            "SELECT",
            "FROM",
            "WHERE",
            "GROUP BY",
            "ORDER BY",
            "LIMIT",
            "JOIN",
            "WITH",
            "describe",
            "tables",
            "help",
            "exit"));
    return words;
  }

  /** Reads on until a semicolon ends a statement, or a word of the prompt's own has a line. */
  private static final class Whole implements Parser {
    private static final String OWN =
        "(exit|quit|help|\\?|tables|\\\\q|\\\\dt?|describe|desc)(\\s+[\\w.`]+)?\\s*;?";

    private final DefaultParser words = new DefaultParser();

    Whole() {
      // A quote that is still open is no mistake of a word that is to be completed.
      words.setEofOnUnclosedQuote(false);
      words.setEscapeChars(null);
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
      if (context == ParseContext.ACCEPT_LINE && !isWhole(line)) {
        throw new EOFError(-1, -1, "no semicolon yet");
      }
      return words.parse(line, cursor, context);
    }

    private static boolean isWhole(String line) {
      return line.strip().matches(OWN) || Statements.isBlank(Statements.of(line).rest());
    }
  }
}
