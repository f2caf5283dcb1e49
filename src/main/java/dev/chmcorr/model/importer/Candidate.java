package dev.chmcorr.model.importer;

import dev.chmcorr.model.checkpoint.CheckpointEntry;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * A place in a checkpoint where a network is.
 *
 * @param entry the dictionary that holds it
 * @param prefix before the names of its tensors; maybe empty
 */
record Candidate(CheckpointEntry entry, String prefix) {
  /** Words that say no more than that there are weights. */
  private static final Set<String> PLAIN =
      Set.of(
          "",
          "model",
          "models",
          "module",
          "net",
          "network",
          "state",
          "state_dict",
          "model_state",
          "model_state_dict",
          "weights",
          "params",
          "parameters",
          "checkpoint",
          "_orig_mod");

  /** Whether the tensors of the two are the same in the file, to the last. */
  boolean isSame(Candidate other) {
    return entry.isSame(prefix, other.entry, other.prefix);
  }

  /** Whether its name tells it from no other network, as "teacher" would. */
  boolean isPlain() {
    String name = entry.path() + "." + prefix;
    return Arrays.stream(name.toLowerCase(Locale.ROOT).split("\\.")).allMatch(PLAIN::contains);
  }
}
