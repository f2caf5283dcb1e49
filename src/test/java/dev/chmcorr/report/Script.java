package dev.chmcorr.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.NativeArray;
import org.mozilla.javascript.Scriptable;

/** A script of a report's pages outside a browser. Belongs to the thread that made it. */
final class Script implements AutoCloseable {
  private final Context javascript;
  private final Scriptable global;

  private Script(Context javascript) {
    this.javascript = javascript;
    javascript.setLanguageVersion(Context.VERSION_ES6);
    this.global = javascript.initStandardObjects();
  }

  /** Runs resources beside this class, one after the other. */
  static Script of(String... resources) {
    Script script = new Script(Context.enter());
    for (String resource : resources) {
      try (InputStream in = Script.class.getResourceAsStream(resource)) {
        script.run(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return script;
  }

  Object run(String text) {
    return javascript.evaluateString(global, text, "script", 1, null);
  }

  /** The value of an array of numbers. */
  List<Double> doubles(String text) {
    List<Double> values = new ArrayList<>();
    for (Object value : (NativeArray) run(text)) {
      values.add(((Number) value).doubleValue());
    }
    return values;
  }

  /** The value of an array of texts. */
  List<String> texts(String text) {
    List<String> values = new ArrayList<>();
    for (Object value : (NativeArray) run(text)) {
      values.add(String.valueOf(value));
    }
    return values;
  }

  /** The same as {@link #doubles}, as whole numbers. */
  List<Integer> numbers(String text) {
    return doubles(text).stream().map(Double::intValue).toList();
  }

  @Override
  public void close() {
    Context.exit();
  }
}
