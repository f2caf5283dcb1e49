package dev.chmcorr.model.importer;

import java.util.Optional;

/**
 * Which of several networks in a checkpoint is meant.
 *
 * @param entry path of the dictionary that holds it, or is above it; empty for any
 * @param prefix before the names of its tensors, with or without the last dot; empty for any, a
 *     prefix of no characters for none
 */
public record NetworkChoice(Optional<String> entry, Optional<String> prefix) {
  public NetworkChoice {
    prefix = prefix.map(text -> text.isEmpty() || text.endsWith(".") ? text : text + ".");
  }

  /** With null for any. */
  public static NetworkChoice of(String entry, String prefix) {
    return new NetworkChoice(Optional.ofNullable(entry), Optional.ofNullable(prefix));
  }

  boolean fits(String path, String found) {
    return prefix.map(found::equals).orElse(true)
        && entry.map(name -> path.equals(name) || path.startsWith(name + ".")).orElse(true);
  }

  @Override
  public String toString() {
    return entry.map(name -> " --entry " + name).orElse("")
        + prefix.map(text -> " --prefix " + (text.isEmpty() ? "''" : text)).orElse("");
  }
}
