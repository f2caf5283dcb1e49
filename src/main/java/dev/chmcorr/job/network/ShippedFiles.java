package dev.chmcorr.job.network;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.SparkFiles;
import org.apache.spark.sql.SparkSession;

/**
 * Files that Spark hands to the executors of a session. Spark goes by the last part of a path,
 * never replaces what it has once handed out, and has each executor fetch, when it starts, what
 * lies there then. So what is handed out is a copy of the driver's, under a name that its digest
 * makes its own: what becomes of the original, on whatever file system, does not matter any more.
 */
final class ShippedFiles {
  private static final int DIGITS = 16;

  private ShippedFiles() {}

  /**
   * Hands a file out, unless the session has it already. Its bytes go through the driver, from
   * remote storage too, once for each digest and session; the copy lies in the driver's folder for
   * temporary files until this JVM ends.
   *
   * @param sha256 digest of its bytes, hexadecimal
   * @return the name by which {@link SparkFiles#get} finds it
   * @throws UserException if the file has another digest by now
   */
  static synchronized String ship(
      SparkSession spark, Storage store, org.apache.hadoop.fs.Path file, String sha256)
      throws IOException {
    String name = sha256.substring(0, DIGITS) + "-" + file.getName();
    if (!Files.exists(place(name))) {
      // As a URI: Spark would take the space in a plain path for a mistake in a relative one.
      spark.sparkContext().addFile(copy(store, file, name, sha256).toUri().toString());
    }
    return name;
  }

  /** Where this JVM has, or would have, a file of this name. */
  static Path place(String name) {
    return Path.of(SparkFiles.get(name));
  }

  private static Path copy(
      Storage store, org.apache.hadoop.fs.Path file, String name, String sha256)
      throws IOException {
    Path folder = Files.createTempDirectory("chm-corr-");
    folder.toFile().deleteOnExit();
    Path copy = folder.resolve(name);
    copy.toFile().deleteOnExit();
    try (DigestInputStream in =
        new DigestInputStream(store.system(file).open(file), DigestUtils.getSha256Digest())) {
      Files.copy(in, copy);
      if (!HexFormat.of().formatHex(in.getMessageDigest().digest()).equals(sha256)) {
        Files.delete(copy);
        throw new UserException(
            "Cannot use %s: it is being replaced; give the same command again".formatted(file));
      }
    }
    return copy;
  }
}
