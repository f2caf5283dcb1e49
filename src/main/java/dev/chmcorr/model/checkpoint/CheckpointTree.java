package dev.chmcorr.model.checkpoint;

import dev.chmcorr.model.checkpoint.CheckpointEntry.Place;
import dev.chmcorr.pickle.PickleException;
import dev.chmcorr.pickle.Placeholder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the dictionaries of tensors in what a pickle holds, in dictionaries, short lists and
 * objects that were not made. Each value is looked into once, wherever it stands, so that the work
 * is in proportion to the file.
 */
final class CheckpointTree {
  /** Deeper ones are not looked for. */
  private static final int MAX_DEPTH = 32;

  /** Longer lists hold no networks. */
  private static final int MAX_LIST = 1000;

  /** A dictionary may stand in many places, and each is searched. */
  private static final int MAX_NAMES = 2_000_000;

  private final CheckpointFile file;
  private final List<CheckpointEntry> entries = new ArrayList<>();
  private final Map<Object, CheckpointDict> seen = new IdentityHashMap<>();
  private final Deque<Found> waiting = new ArrayDeque<>();
  private Placeholder first;
  private long names;
  private boolean anyTensor;

  private record Found(Object container, Place place) {}

  private CheckpointTree(CheckpointFile file) {
    this.file = file;
  }

  /** All of a file, nearest to the root first. */
  static List<CheckpointEntry> entries(Object root, CheckpointFile file) throws PickleException {
    CheckpointTree tree = new CheckpointTree(file);
    tree.visit(root, Place.TOP);
    while (!tree.waiting.isEmpty()) {
      Found found = tree.waiting.remove();
      if (found.place().depth() < MAX_DEPTH) {
        for (Map.Entry<String, Object> child : children(found.container()).entrySet()) {
          tree.visit(child.getValue(), found.place().child(child.getKey()));
        }
      }
    }
    if (!tree.anyTensor) {
      throw new PickleException(
          "it holds no tensors" + (tree.first == null ? "" : ": " + tree.first.reason()));
    }
    return tree.entries;
  }

  private void visit(Object value, Place place) throws PickleException {
    if (!isContainer(value)) {
      return;
    }
    if (!seen.containsKey(value)) {
      boolean module = ModuleTensors.isModule(value);
      seen.put(value, dict(module ? ModuleTensors.of(value) : children(value)));
      if (!module) {
        waiting.add(new Found(value, place));
      }
    }
    CheckpointDict dict = seen.get(value);
    if (dict != null) {
      names += dict.names().size();
      if (names > MAX_NAMES) {
        throw new PickleException("it names tensors in more than %d ways".formatted(MAX_NAMES));
      }
      entries.add(new CheckpointEntry(place, dict));
    }
  }

  private boolean isContainer(Object value) {
    if (value instanceof Placeholder placeholder && first == null) {
      first = placeholder;
    }
    return value instanceof Map
        || value instanceof Placeholder
        || (value instanceof List<?> list && list.size() <= MAX_LIST)
        || (value instanceof Object[] items && items.length <= MAX_LIST);
  }

  /** The tensors directly in a dictionary; null if there are none. */
  private CheckpointDict dict(Map<String, ?> values) {
    Map<String, Object> tensors = new LinkedHashMap<>();
    boolean any = false;
    for (Map.Entry<String, ?> entry : values.entrySet()) {
      Object value = ModuleTensors.data(entry.getValue());
      if (value instanceof TensorView || value instanceof Placeholder) {
        tensors.put(entry.getKey(), value);
        any |= value instanceof TensorView;
      }
    }
    anyTensor |= any;
    return tensors.isEmpty() ? null : new CheckpointDict(file, tensors);
  }

  /** What a container holds, by name. */
  private static Map<String, Object> children(Object container) {
    Map<String, Object> children = new LinkedHashMap<>();
    if (container instanceof Map<?, ?> map) {
      map.forEach((key, value) -> children.put(key.toString(), value));
    } else if (container instanceof Placeholder placeholder) {
      placeholder.attributes().forEach((key, value) -> children.put(key.toString(), value));
      placeholder.entries().forEach((key, value) -> children.put(key.toString(), value));
    } else {
      List<?> items =
          container instanceof Object[] array ? Arrays.asList(array) : (List<?>) container;
      for (int i = 0; i < items.size(); i++) {
        children.put(Integer.toString(i), items.get(i));
      }
    }
    return children;
  }
}
