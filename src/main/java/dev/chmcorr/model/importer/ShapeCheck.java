package dev.chmcorr.model.importer;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.model.checkpoint.StateDict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Checks a checkpoint's tensors against the shapes that a network needs, before any is read. */
final class ShapeCheck {
  /** Stands for any size but 0. */
  static final int ANY = -1;

  private final StateDict dict;
  private final List<String> problems = new ArrayList<>();

  ShapeCheck(StateDict dict) {
    this.dict = dict;
  }

  /**
   * Requires a tensor.
   *
   * @param expected sizes, each maybe {@link #ANY}
   * @return its first size, or {@link #ANY} if it is missing or misshapen
   */
  int expect(String name, int... expected) {
    int[] found = dict.shape(name);
    if (found == null) {
      problems.add("%s is missing, expected %s".formatted(dict.nameInFile(name), text(expected)));
      return ANY;
    }
    if (!fits(found, expected)) {
      problems.add(
          "%s is %s, expected %s".formatted(dict.nameInFile(name), text(found), text(expected)));
      return ANY;
    }
    return found[0];
  }

  /** Adds what else is wrong: a sentence about the checkpoint. */
  void problem(String text) {
    problems.add(text);
  }

  /**
   * Reports what was found wrong.
   *
   * @param network what the checkpoint should hold, for the message
   */
  void orThrow(String network) {
    if (problems.isEmpty()) {
      return;
    }
    String others = problems.size() == 1 ? "" : " (and %d more)".formatted(problems.size() - 1);
    throw new UserException(
        "Cannot import %s as %s: %s%s".formatted(dict.source(), network, problems.get(0), others));
  }

  private static boolean fits(int[] found, int[] expected) {
    if (found.length != expected.length) {
      return false;
    }
    for (int d = 0; d < found.length; d++) {
      if (expected[d] == ANY ? found[d] == 0 : found[d] != expected[d]) {
        return false;
      }
    }
    return true;
  }

  private static String text(int[] shape) {
    return Arrays.stream(shape)
        .mapToObj(size -> size == ANY ? "?" : Integer.toString(size))
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
