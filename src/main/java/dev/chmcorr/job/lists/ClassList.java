package dev.chmcorr.job.lists;

import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that names classes which are numbers elsewhere: a name a line, counted from 0 or 1; or
 * {@code NUMBER NAME} or {@code NAME NUMBER ...}. Of a line that begins with a WordNet id, as
 * ImageNet's lists do, this is the name. A name that two classes share has its number behind it.
 */
public final class ClassList {
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,9}");
  private static final Pattern WORDNET = Pattern.compile("(n\\d{8})\\b.*");
  private static final Pattern NUMBER_FIRST = Pattern.compile("(\\d{1,9})[\\s,:]+(.+)");
  private static final Pattern NUMBER_SECOND = Pattern.compile("(\\S+)\\s+(\\d{1,9})(?:\\s.*)?");

  private final String file;
  private final Map<Integer, String> byNumber;
  private final boolean numbered;
  private final Set<String> shared = new HashSet<>();

  private ClassList(String file, Map<Integer, String> byNumber, boolean numbered) {
    this.file = file;
    this.byNumber = byNumber;
    this.numbered = numbered;
    Set<String> seen = new HashSet<>();
    byNumber.values().stream().filter(name -> !seen.add(name)).forEach(shared::add);
  }

  /**
   * Reads a list.
   *
   * @param file its path, for messages
   */
  public static ClassList parse(String file, List<String> lines) {
    List<String> names = lines.stream().map(String::strip).filter(line -> !line.isEmpty()).toList();
    if (names.isEmpty()) {
      throw new UserException("Cannot read class list %s: it is empty".formatted(file));
    }
    for (Pattern pattern : List.of(NUMBER_FIRST, NUMBER_SECOND)) {
      Map<Integer, String> byNumber = numbered(file, names, pattern);
      if (byNumber.size() == names.size()) {
        return new ClassList(file, byNumber, true);
      }
    }
    Map<Integer, String> byLine = new TreeMap<>();
    names.forEach(name -> byLine.put(byLine.size(), name(name)));
    return new ClassList(file, byLine, false);
  }

  private static Map<Integer, String> numbered(String file, List<String> lines, Pattern pattern) {
    Map<Integer, String> byNumber = new TreeMap<>();
    boolean nameFirst = pattern == NUMBER_SECOND;
    String twice = null;
    for (String line : lines) {
      Matcher matcher = pattern.matcher(line);
      if (!matcher.matches()) {
        return new TreeMap<>();
      }
      String name = matcher.group(nameFirst ? 1 : 2);
      Integer number = Integer.valueOf(matcher.group(nameFirst ? 2 : 1));
      if (byNumber.put(number, nameFirst ? name : name(name)) != null) {
        twice = line;
      }
    }
    // Whether a number behind a name is one of the class's, such lines leave open.
    if (twice != null && !nameFirst) {
      throw new UserException(
          "Cannot read class list %s: two lines have one number, the second is %s"
              .formatted(file, ListFormat.shown(twice)));
    }
    return byNumber;
  }

  private static String name(String line) {
    Matcher wordNet = WORDNET.matcher(line);
    return wordNet.matches() ? wordNet.group(1) : line;
  }

  /**
   * The names of classes that are numbers.
   *
   * @param labels all that there are
   * @return null for -1, with which some lists say that they know no class
   * @throws UserException if one is no number, or has no name, or if nothing says whether they
   *     count from 0 or from 1
   */
  public Map<String, String> names(Collection<String> labels) {
    List<Integer> numbers = new ArrayList<>();
    for (String label : labels) {
      if (!NUMBER.matcher(label).matches()) {
        throw new UserException(
            "Cannot use class list %s: class %s is no number"
                .formatted(file, ListFormat.shown(label)));
      }
      numbers.add(Integer.valueOf(label));
    }
    return names(labels, numbered ? 0 : first(numbers));
  }

  /**
   * The same for numbers that are known to count from 1, as ILSVRC's are.
   *
   * @see #names(Collection)
   */
  public Map<String, String> namesFromOne(Collection<String> labels) {
    return names(labels, numbered ? 0 : 1);
  }

  private Map<String, String> names(Collection<String> labels, int first) {
    Map<String, String> names = new HashMap<>();
    for (String label : labels) {
      int number = Integer.parseInt(label);
      String name = byNumber.get(number - first);
      if (name == null && number != -1) {
        throw new UserException(
            "Cannot use class list %s: it has no name for class %s; it names %d, the first of them %s"
                .formatted(file, label, byNumber.size(), byNumber.values().iterator().next()));
      }
      names.put(label, shared.contains(name) ? "%s (%d)".formatted(name, number) : name);
    }
    return names;
  }

  private int first(List<Integer> numbers) {
    boolean fromZero = numbers.contains(0);
    boolean fromOne = numbers.contains(byNumber.size());
    if (fromZero == fromOne) {
      throw new UserException(
          "Cannot use class list %s of %s: nothing says whether the classes, %d to %d, count from 0 or from 1; make its lines NUMBER NAME"
              .formatted(
                  file,
                  Texts.count(byNumber.size(), "name"),
                  numbers.stream().min(Integer::compare).orElse(0),
                  numbers.stream().max(Integer::compare).orElse(0)));
    }
    return fromZero ? 0 : 1;
  }
}
