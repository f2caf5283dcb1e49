package dev.chmcorr.model.archive;

import dev.chmcorr.domain.UserException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The file that an archive was made from.
 *
 * @param file name without folders
 * @param sha256 digest of the content, hexadecimal
 */
public record Provenance(String file, String sha256) {
  /** Reads the file to compute its digest. */
  public static Provenance of(Path file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (OutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
        Files.copy(file, sink);
      }
      return new Provenance(
          file.getFileName().toString(), HexFormat.of().formatHex(digest.digest()));
    } catch (IOException e) {
      throw new UserException("Cannot read %s: %s".formatted(file, e), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Missing SHA-256, which every Java platform has", e);
    }
  }
}
