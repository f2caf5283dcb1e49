package dev.chmcorr.job.study;

import dev.chmcorr.domain.Printable;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value in the file of a study, which is read as the schema wants it: what YAML takes a word for
 * (a truth value, an octal number, an object of a class) does not matter. Every mistake is told
 * with line, column and what is allowed there.
 *
 * @param file its name, for messages
 * @param node what stands there
 */
record StudyValue(String file, Node node) {
  private static final Set<Tag> PLAIN =
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.SEQ, Tag.MAP);

  private static final String OPENER = "Cannot read study ";
  private static final int MAX_SHOWN = 60;

  StudyValue {
    if (!PLAIN.contains(node.getTag())) {
      throw wrong(
          file,
          node.getStartMark(),
          "unsupported tag %s (leave it out: a study has text, numbers, lists and keys with values)"
              .formatted(shown(node.getTag().getValue())));
    }
  }

  /**
   * Its values by their keys.
   *
   * @param what it is, for messages
   * @param allowed all keys that it may have
   */
  Map<String, StudyValue> keys(String what, List<String> allowed) {
    Map<String, StudyValue> values = named(what, "has keys: " + String.join(", ", allowed));
    for (Map.Entry<String, StudyValue> entry : values.entrySet()) {
      if (!allowed.contains(entry.getKey())) {
        throw keyOf(entry.getValue())
            .wrong(
                "unknown key %s of %s (allowed: %s)"
                    .formatted(shown(entry.getKey()), what, String.join(", ", allowed)));
      }
    }
    return values;
  }

  /** Its values by names that the user has chosen. */
  Map<String, StudyValue> named(String what, String hint) {
    if (!(node instanceof MappingNode mapping)) {
      throw wrong("%s must have keys with values (%s %s)".formatted(what, what, hint));
    }
    Map<String, StudyValue> values = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      StudyValue key = new StudyValue(file, tuple.getKeyNode());
      if (values.put(key.text("a key"), new StudyValue(file, tuple.getValueNode())) != null) {
        throw key.wrong("key %s stands there twice".formatted(shown(key.text("a key"))));
      }
    }
    return values;
  }

  /** The key in front of one of its values. */
  private StudyValue keyOf(StudyValue value) {
    return ((MappingNode) node)
        .getValue().stream()
            .filter(tuple -> tuple.getValueNode() == value.node)
            .findFirst()
            .map(tuple -> new StudyValue(file, tuple.getKeyNode()))
            .orElse(this);
  }

  /** Its items; a single value counts as a list of one. */
  List<StudyValue> items() {
    if (!(node instanceof SequenceNode list)) {
      return List.of(this);
    }
    List<StudyValue> items = new ArrayList<>();
    list.getValue().forEach(item -> items.add(new StudyValue(file, item)));
    if (items.isEmpty()) {
      throw wrong("the list is empty");
    }
    return items;
  }

  /** The words of a value as they stand there. */
  String text(String what) {
    if (!(node instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
      throw wrong("%s must be one word or text in quotes".formatted(what));
    }
    return scalar.getValue();
  }

  /** Numbers and ranges of them, as options list them: {@code 5,10:50:10}. */
  String numbers(String what) {
    return items().stream().map(item -> item.text(what)).collect(Collectors.joining(","));
  }

  /** A number. */
  int whole(String what, int least, int most) {
    String text = text(what);
    String wanted = "must be a whole number from %d to %d".formatted(least, most);
    if (!text.matches("\\d{1,9}")) {
      throw wrong("%s is %s (%s)".formatted(what, shown(text), wanted));
    }
    int number = Integer.parseInt(text);
    if (number < least || number > most) {
      throw wrong("%s is %d (%s)".formatted(what, number, wanted));
    }
    return number;
  }

  /** One of a few words, such as {@code of-val} for OF_VAL. */
  <E extends Enum<E>> E choice(String what, Class<E> words) {
    String text = text(what);
    return Arrays.stream(words.getEnumConstants())
        .filter(word -> word(word).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    "%s is %s (must be %s)"
                        .formatted(
                            what,
                            shown(text),
                            Arrays.stream(words.getEnumConstants())
                                .map(StudyValue::word)
                                .collect(Collectors.joining(" or ")))));
  }

  private static String word(Enum<?> value) {
    return Texts.lowerCase(value).replace('_', '-');
  }

  /** What a value means, told with its place if it is refused. */
  <T> T checked(Function<StudyValue, T> meaning) {
    try {
      return meaning.apply(this);
    } catch (UserException e) {
      throw e.getMessage().startsWith(OPENER) ? e : wrong(e.getMessage());
    }
  }

  /** A mistake in this place. */
  UserException wrong(String why) {
    return wrong(file, node.getStartMark(), why);
  }

  /** A mistake in some place. */
  static UserException wrong(String file, Optional<Mark> place, String why) {
    return new UserException(
        "%s%s: %s%s"
            .formatted(
                OPENER,
                file,
                place
                    .map(
                        mark ->
                            "line %d, column %d: "
                                .formatted(mark.getLine() + 1, mark.getColumn() + 1))
                    .orElse(""),
                why));
  }

  static String shown(String text) {
    return "'" + Printable.of(text, MAX_SHOWN) + "'";
  }
}
