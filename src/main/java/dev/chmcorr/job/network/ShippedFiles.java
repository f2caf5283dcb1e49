package dev.chmcorr.job.network;

import dev.chmcorr.store.Storage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.SparkFiles;
import org.apache.spark.sql.SparkSession;

/**
 * Files that Spark hands to the executors of a session, where each has a name of its own: Spark
 * itself goes by the last part of the path and never replaces what it has once handed out.
 */
final class ShippedFiles {
  private static final int DIGITS = 16;

  private ShippedFiles() {}

  /**
   * Hands a file out, unless the session has it already.
   *
   * @param sha256 digest of its bytes, hexadecimal
   * @return the name by which {@link SparkFiles#get} finds it
   */
  static synchronized String ship(
      SparkSession spark, Storage store, org.apache.hadoop.fs.Path file, String sha256)
      throws IOException {
    String name = file.getName();
    if (!Files.exists(place(name))) {
      // As a URI: Spark would take the space in a plain path for a mistake in a relative one.
      spark.sparkContext().addFile(file.toUri().toString());
      return name;
    }
    if (digest(place(name)).equals(sha256)) {
      return name;
    }
    String own = sha256.substring(0, DIGITS) + "-" + name;
    if (!Files.exists(place(own))) {
      spark.sparkContext().addFile(copy(store, file, own).toUri().toString());
    }
    return own;
  }

  /** Where this JVM has, or would have, a file of this name. */
  static Path place(String name) {
    return Path.of(SparkFiles.get(name));
  }

  private static String digest(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 20)) {
      return DigestUtils.sha256Hex(in);
    }
  }

  /** A copy under another name, which executors may fetch until this JVM ends. */
  private static Path copy(Storage store, org.apache.hadoop.fs.Path file, String name)
      throws IOException {
    Path folder = Files.createTempDirectory("chm-corr-");
    folder.toFile().deleteOnExit();
    Path copy = folder.resolve(name);
    copy.toFile().deleteOnExit();
    try (InputStream in = store.system(file).open(file)) {
      Files.copy(in, copy);
    }
    return copy;
  }
}
