package dev.chmcorr.model.checkpoint;

import java.io.IOException;
import java.io.InputStream;

/** Where in a file the bytes of its storages lie. Holds no open file. */
interface StorageBytes {
  /** Bytes that the file holds for a storage, or -1 if it has no such storage. */
  long length(String key);

  /** The bytes of a storage from an offset on; closed by the caller. */
  InputStream open(String key, long offset) throws IOException;
}
