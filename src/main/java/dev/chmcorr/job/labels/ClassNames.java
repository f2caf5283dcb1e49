package dev.chmcorr.job.labels;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.lists.ListFiles;
import dev.chmcorr.job.lists.ListFormat;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.Path;

/**
 * What people call classes whose folders have other names, such as {@code n01440764}: only shown,
 * and nothing that is computed depends on it.
 *
 * @param byClass names by the classes of tables; names that several classes share have their class
 *     behind them
 * @param digest other where names may be others; null if there are none
 */
public record ClassNames(HashMap<String, String> byClass, String digest)
    implements Serializable, UnaryOperator<String> {
  /** Every class as it is. */
  public static final ClassNames NONE = new ClassNames(new HashMap<>(), null);

  private static final Pattern TAB = Pattern.compile("([^\\t]+)\\t(.+)");
  private static final Pattern COMMA = Pattern.compile("(\"(?:[^\"]|\"\")+\"|[^,]+),(.+)");
  private static final Pattern SPACE = Pattern.compile("(\\S+)\\s+(.+)");

  /**
   * Reads a file.
   *
   * @param text its path, or null for {@link #NONE}
   * @throws UserException if it names no class
   */
  public static ClassNames read(Storage store, String text) throws IOException {
    if (text == null) {
      return NONE;
    }
    Path file = store.path(text);
    store.require("--class-names", file);
    Map<String, String> names =
        ending(file).equals("json") ? json(store, file) : lines(file, ListFiles.lines(store, file));
    if (names.isEmpty()) {
      throw unusable(file, "it is empty");
    }
    return new ClassNames(distinct(names), DigestUtils.sha256Hex(store.read(file)));
  }

  /** What people call a class; the class itself if the file does not say; null for null. */
  @Override
  public String apply(String className) {
    return className == null ? null : byClass.getOrDefault(className, className);
  }

  /** The same of several. */
  public List<String> of(List<String> classNames) {
    return classNames.stream().map(this).toList();
  }

  /** How many of some classes have names. */
  public long known(List<String> classNames) {
    return classNames.stream().filter(byClass::containsKey).count();
  }

  private static Map<String, String> json(Storage store, Path file) throws IOException {
    JsonNode root;
    try {
      root = JsonMapper.builder().build().readTree(store.read(file));
    } catch (JsonProcessingException e) {
      throw unusable(file, "it is no JSON: " + e.getOriginalMessage());
    }
    Map<String, String> names = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      JsonNode value = entry.getValue();
      // torchvision's list of ImageNet: {"0": ["n01440764", "tench"]}.
      boolean numbered = value.isArray() && value.size() == 2 && value.get(0).isTextual();
      JsonNode name = numbered ? value.get(1) : value;
      if (!name.isTextual()) {
        throw unusable(
            file, ListFormat.shown(entry.getKey()) + " has neither a name nor [class, name]");
      }
      names.put(numbered ? value.get(0).textValue() : entry.getKey(), name.textValue().strip());
    }
    return names;
  }

  /** A class and its name a line. */
  private static Map<String, String> lines(Path file, List<String> lines) {
    Pattern pattern =
        switch (ending(file)) {
          case "csv" -> COMMA;
          case "tsv" -> TAB;
          default -> SPACE;
        };
    Map<String, String> names = new TreeMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Matcher matcher = pattern.matcher(line);
      if (!matcher.matches()) {
        throw unusable(
            file, "line %d, %s, is no class and its name".formatted(i + 1, ListFormat.shown(line)));
      }
      String name = unquoted(matcher.group(2));
      String earlier = names.put(unquoted(matcher.group(1)), name);
      if (earlier != null && !earlier.equals(name)) {
        throw unusable(
            file, "line %d names a class again, %s".formatted(i + 1, ListFormat.shown(line)));
      }
    }
    return names;
  }

  private static String unquoted(String cell) {
    String text = cell.strip();
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1).replace("\"\"", "\"") : text;
  }

  /** ImageNet has two cranes. */
  private static HashMap<String, String> distinct(Map<String, String> names) {
    Set<String> seen = new HashSet<>();
    List<String> shared = new ArrayList<>();
    names.values().stream().filter(name -> !seen.add(name)).forEach(shared::add);
    HashMap<String, String> distinct = new HashMap<>(names);
    distinct.replaceAll(
        (className, name) -> shared.contains(name) ? "%s (%s)".formatted(name, className) : name);
    return distinct;
  }

  private static String ending(Path file) {
    String name = file.getName();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static UserException unusable(Path file, String why) {
    return new UserException("Cannot use --class-names %s: %s".formatted(file, why));
  }
}
