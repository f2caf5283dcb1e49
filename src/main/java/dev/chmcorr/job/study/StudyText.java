package dev.chmcorr.job.study;

import dev.chmcorr.domain.UserException;
import java.nio.charset.StandardCharsets;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The bytes of a study's file as values. Nothing is made of what stands there but text, lists and
 * keys: no tag names a class. An alias stands for the value that it names, which is not copied; how
 * many there are, how deep values lie in one another and how long the file is, is limited.
 */
public final class StudyText {
  /** Bytes; a study has a few thousand. */
  static final int MAX_LENGTH = 1 << 20;

  private static final int MAX_DEPTH = 16;
  private static final int MAX_ALIASES = 50;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private StudyText() {}

  /**
   * The value of a whole file.
   *
   * @param file its name, for messages
   * @throws UserException if it is no YAML, or more than is read
   */
  public static StudyValue read(String file, byte[] bytes) {
    if (bytes.length > MAX_LENGTH) {
      throw new UserException(
          "Cannot read study %s: it has %d bytes (at most %d)"
              .formatted(file, bytes.length, MAX_LENGTH));
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.startsWith(BYTE_ORDER_MARK)) {
      text = text.substring(1);
    }
    try {
      refuseDeep(file, text);
      return new Compose(settings(file))
          .composeString(text)
          .map(node -> new StudyValue(file, node))
          .orElseThrow(
              () -> new UserException("Cannot read study %s: it is empty".formatted(file)));
    } catch (MarkedYamlEngineException e) {
      throw StudyValue.wrong(file, e.getProblemMark(), "this is no YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new UserException(
          "Cannot read study %s: %s".formatted(file, e.getMessage().lines().findFirst().orElse("")),
          e);
    }
  }

  private static LoadSettings settings(String file) {
    return LoadSettings.builder()
        .setLabel(file)
        .setMaxAliasesForCollections(MAX_ALIASES)
        .setCodePointLimit(MAX_LENGTH)
        .build();
  }

  /** Before a tree is made of it, which takes a call for each level. */
  private static void refuseDeep(String file, String text) {
    int depth = 0;
    for (Event event : new Parse(settings(file)).parseString(text)) {
      switch (event.getEventId()) {
        case MappingStart, SequenceStart -> depth++;
        case MappingEnd, SequenceEnd -> depth--;
        default -> {}
      }
      if (depth > MAX_DEPTH) {
        throw StudyValue.wrong(
            file,
            event.getStartMark(),
            "values lie more than %d deep in one another".formatted(MAX_DEPTH));
      }
    }
  }
}
