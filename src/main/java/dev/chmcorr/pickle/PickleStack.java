package dev.chmcorr.pickle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The machine's stack, with marks; nothing below the last mark can be popped. */
final class PickleStack {
  private final List<Object> values = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();

  void push(Object value) {
    values.add(value);
  }

  Object pop() throws PickleException {
    Object top = peek();
    values.remove(values.size() - 1);
    return top;
  }

  Object peek() throws PickleException {
    if (values.size() == (marks.isEmpty() ? 0 : marks.peek())) {
      throw broken();
    }
    return values.get(values.size() - 1);
  }

  void mark() {
    marks.push(values.size());
  }

  /** The values above the last mark, which are removed. */
  Object[] popMark() throws PickleException {
    if (marks.isEmpty()) {
      throw broken();
    }
    List<Object> above = values.subList(marks.pop(), values.size());
    Object[] popped = above.toArray();
    above.clear();
    return popped;
  }

  void clear() {
    values.clear();
    marks.clear();
  }

  static PickleException broken() {
    return new PickleException("it is not a well-formed pickle");
  }
}
