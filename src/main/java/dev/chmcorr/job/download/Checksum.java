package dev.chmcorr.job.download;

import dev.chmcorr.domain.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Whether a file is what it should be: by its length and SHA-256 where the list says them, else by
 * what it was when it came first, which {@code FILE.sha256} keeps as sha256sum writes it.
 */
final class Checksum {
  private static final int LOOKED_AT = 512;

  private final PublishedFile published;
  private final Path kept;

  Checksum(PublishedFile published, Path folder) {
    this.published = published;
    this.kept = folder.resolve(published.file() + ".sha256");
  }

  /**
   * Checks a file, and notes what it is if nobody knew.
   *
   * @return what is known of it, in words
   * @throws UserException if it is another
   */
  String check(Path file) throws IOException {
    long length = Files.size(file);
    if (published.bytes() != null && length != published.bytes()) {
      throw wrong("it has %d bytes, must have %d".formatted(length, published.bytes()));
    }
    if (isWebPage(file)) {
      throw wrong("it is a web page");
    }
    String digest;
    try (InputStream in = Files.newInputStream(file)) {
      digest = DigestUtils.sha256Hex(in);
    }
    if (published.sha256() != null && !digest.startsWith(published.sha256())) {
      throw wrong("its SHA-256 is %s, must begin with %s".formatted(digest, published.sha256()));
    }
    String earlier = Files.exists(kept) ? Files.readString(kept).split("\\s", 2)[0] : "";
    // Empty if a process was killed while it wrote it.
    if (!earlier.isEmpty()) {
      if (!earlier.equals(digest)) {
        throw wrong("its SHA-256 is %s, in %s %s".formatted(digest, kept, earlier));
      }
      return "SHA-256 as in " + kept.getFileName();
    }
    Files.writeString(kept, digest + "  " + published.file() + "\n");
    return published.sha256() == null
        ? "SHA-256 %s, noted in %s".formatted(digest, kept.getFileName())
        : "SHA-256 as published";
  }

  private static boolean isWebPage(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      String start = new String(in.readNBytes(LOOKED_AT), StandardCharsets.ISO_8859_1);
      return start.stripLeading().startsWith("<");
    }
  }

  private UserException wrong(String why) {
    return new UserException("Cannot use %s: %s".formatted(published.file(), why));
  }
}
