package dev.chmcorr.model.importer;

import dev.chmcorr.model.checkpoint.CheckpointEntry;
import dev.chmcorr.model.checkpoint.StateDict;

/**
 * Where a network was found in a checkpoint.
 *
 * @param dict its tensors, by their names without prefix
 * @param entry path of the dictionary that holds it
 * @param prefix before the names of its tensors; maybe empty
 */
public record FoundNetwork(StateDict dict, String entry, String prefix) {
  /** Whether it is in a dictionary inside the file's. */
  public boolean isNested() {
    return !entry.equals(CheckpointEntry.ROOT);
  }
}
