package dev.chmcorr.model.checkpoint;

import dev.chmcorr.pickle.PickleException;
import dev.chmcorr.pickle.Placeholder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tensors of a module that was pickled whole ({@code torch.save(model)}), under the names that
 * {@code state_dict()} gives them: a module's attributes are plain data.
 */
final class ModuleTensors {
  /** More than any network has; a module may stand in many places. */
  private static final int MAX_MODULES = 20_000;

  /** Longer names are those of modules that hold themselves. */
  private static final int MAX_NAME = 300;

  private static final String MODULES = "_modules";

  private record Part(Placeholder module, String prefix) {}

  private ModuleTensors() {}

  static boolean isModule(Object value) {
    return value instanceof Placeholder object
        && object.attributes().get(MODULES) instanceof Map
        && object.attributes().get("_parameters") instanceof Map;
  }

  /**
   * By name.
   *
   * @throws PickleException if there is no end of them
   */
  static Map<String, Object> of(Object root) throws PickleException {
    Map<String, Object> tensors = new LinkedHashMap<>();
    Deque<Part> waiting = new ArrayDeque<>();
    waiting.push(new Part((Placeholder) root, ""));
    for (int parts = 1; !waiting.isEmpty(); parts++) {
      Part part = waiting.pop();
      if (parts > MAX_MODULES
          || part.prefix().length() > MAX_NAME
          || tensors.size() > CheckpointDict.MAX_TENSORS) {
        throw new PickleException("it holds a module of modules without end");
      }
      for (String kind : new String[] {"_parameters", "_buffers"}) {
        if (part.module().attributes().get(kind) instanceof Map<?, ?> named) {
          named.forEach((name, value) -> put(tensors, part.prefix(), name, value));
        }
      }
      if (part.module().attributes().get(MODULES) instanceof Map<?, ?> modules) {
        modules.forEach((name, module) -> add(waiting, part.prefix() + name + ".", module));
      }
    }
    return tensors;
  }

  private static void put(Map<String, Object> tensors, String prefix, Object name, Object value) {
    if (!(name instanceof String text && text.length() > MAX_NAME)) {
      tensors.put(prefix + name, value);
    }
  }

  private static void add(Deque<Part> waiting, String prefix, Object module) {
    if (isModule(module) && waiting.size() < MAX_MODULES) {
      waiting.push(new Part((Placeholder) module, prefix));
    }
  }

  /** A parameter's tensor, or any other value itself. */
  static Object data(Object value) {
    if (!(value instanceof OldParameter parameter)) {
      return value;
    }
    return parameter.data() == null
        ? Placeholder.because("it has a parameter without data")
        : parameter.data();
  }
}
