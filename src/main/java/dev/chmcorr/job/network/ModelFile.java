package dev.chmcorr.job.network;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.run.Sessions;
import dev.chmcorr.store.Storage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.sql.SparkSession;

/**
 * A network's archive as executors find it.
 *
 * @param uri where the user keeps it
 * @param sha256 digest of its bytes, hexadecimal
 * @param local its path where all tasks share this machine's disk; else null
 * @param shipped the name under which Spark ships it; null if tasks read it where it lies
 */
public record ModelFile(String uri, String sha256, String local, String shipped)
    implements Serializable {

  /** Makes an archive known to the executors. */
  static ModelFile ship(SparkSession spark, Storage store, String what, String text)
      throws IOException {
    org.apache.hadoop.fs.Path path = store.path(text);
    if (store.require(what, path).isDirectory()) {
      throw new UserException("Cannot read %s %s: it is a folder".formatted(what, path));
    }
    String digest = digest(store.system(path).open(path));
    if (!isShipped(spark, path)) {
      return new ModelFile(path.toString(), digest, path.toUri().getPath(), null);
    }
    String shipped = ShippedFiles.ship(spark, store, path, digest);
    return new ModelFile(path.toString(), digest, null, shipped);
  }

  /** Whether tasks get a copy of an archive, since they do not share the disk that it lies on. */
  static boolean isShipped(SparkSession spark, org.apache.hadoop.fs.Path path) {
    return !Sessions.isLocal(spark) || !"file".equals(path.toUri().getScheme());
  }

  /** Where this JVM has the archive; the driver of a cluster has a copy too. */
  Path copy() {
    return local != null ? Path.of(local) : ShippedFiles.place(shipped);
  }

  /**
   * Where this JVM has the archive, once it has made sure that it is the one that the run started
   * with: a user may replace one that tasks read where it lies.
   *
   * @throws UserException if the file was replaced
   */
  public Path path() {
    Path path = copy();
    String digest = digest(path);
    if (!digest.equals(sha256)) {
      throw new UserException(
          "Cannot use %s: it was replaced during the run (SHA-256 was %s, is %s); put the old file back, or start a run with the new one in another folder"
              .formatted(uri, sha256.substring(0, 16), digest.substring(0, 16)));
    }
    return path;
  }

  private static String digest(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return digest(in);
    } catch (IOException e) {
      throw new UserException("Cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** SHA-256 of a stream, hexadecimal; closes it. */
  public static String digest(InputStream bytes) throws IOException {
    try (InputStream in = new BufferedInputStream(bytes, 1 << 20)) {
      return DigestUtils.sha256Hex(in);
    }
  }
}
