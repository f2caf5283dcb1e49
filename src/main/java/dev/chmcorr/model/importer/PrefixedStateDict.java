package dev.chmcorr.model.importer;

import dev.chmcorr.domain.Printable;
import dev.chmcorr.model.checkpoint.StateDict;
import dev.chmcorr.model.checkpoint.TensorData;
import java.util.LinkedHashSet;
import java.util.Set;

/** The tensors whose names have a prefix, by their names without it. */
final class PrefixedStateDict implements StateDict {
  private static final int MAX_SHOWN = 200;

  private final StateDict whole;
  private final String prefix;
  private final Set<String> names = new LinkedHashSet<>();

  PrefixedStateDict(StateDict whole, String prefix) {
    this.whole = whole;
    this.prefix = prefix;
    for (String name : whole.names()) {
      if (name.startsWith(prefix)) {
        names.add(name.substring(prefix.length()));
      }
    }
  }

  @Override
  public String source() {
    return whole.source();
  }

  @Override
  public String nameInFile(String name) {
    return Printable.of(whole.nameInFile(prefix + name), MAX_SHOWN);
  }

  @Override
  public Set<String> names() {
    return names;
  }

  @Override
  public int[] shape(String name) {
    return whole.shape(prefix + name);
  }

  @Override
  public TensorData tensor(String name) {
    return whole.tensor(prefix + name);
  }
}
