package dev.chmcorr.model.checkpoint;

import java.util.List;

/**
 * What a file of weights holds: the dictionaries of tensors in it, those nearest to its root first.
 *
 * @param source the file, for messages
 * @param entries at least one; the same dictionary may stand under several names
 */
public record Checkpoint(String source, List<CheckpointEntry> entries) {
  public Checkpoint {
    entries = List.copyOf(entries);
  }
}
