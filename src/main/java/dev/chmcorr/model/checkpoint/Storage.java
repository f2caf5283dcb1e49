package dev.chmcorr.model.checkpoint;

/**
 * A run of elements in the file, which tensors look into.
 *
 * @param key its name in the file
 * @param type of its elements
 * @param length in elements
 */
record Storage(String key, StorageType type, long length) {
  /** In bytes; cannot overflow, since the constructor bounds the length. */
  long bytes() {
    return length * type.size();
  }

  Storage {
    if (length < 0 || length > Long.MAX_VALUE / Long.BYTES) {
      throw new IllegalArgumentException("Invalid storage length: " + length);
    }
  }
}
