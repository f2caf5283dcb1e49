package dev.chmcorr.job.report;

import dev.chmcorr.report.DataScript;
import dev.chmcorr.store.Storage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The files of data of a site, each of which is there whole or not at all; tasks write them too.
 *
 * @param folder of the site
 * @param configuration reaches it
 */
record DataFiles(String folder, Broadcast<SerializableConfiguration> configuration)
    implements Serializable {

  /**
   * Writes a file.
   *
   * @param key of it
   * @param value what {@link DataScript#write} takes
   * @return its bytes
   */
  long write(String key, Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataScript.write(bytes, key, value);
    store().writeWhole(new Path(folder, DataScript.file(key)), bytes::writeTo);
    return bytes.size();
  }

  Storage store() {
    return new Storage(configuration.value().value());
  }
}
