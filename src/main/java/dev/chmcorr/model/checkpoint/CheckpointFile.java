package dev.chmcorr.model.checkpoint;

import dev.chmcorr.domain.Limits;
import java.nio.file.Path;

/**
 * A file of weights.
 *
 * @param path of the file
 * @param bytes where its tensors' values lie
 * @param limits of the memory that one tensor may take
 */
record CheckpointFile(Path path, StorageBytes bytes, Limits limits) {}
