package dev.chmcorr.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The files that every site has: pages, styles, scripts. They come with the program. */
public final class SiteFiles {
  /** The page that is opened; a site without it is not whole. */
  public static final String INDEX = "index.html";

  private static final String FOLDER = "/dev/chmcorr/report/site/";
  private static final String LIST = "FILES";

  private SiteFiles() {}

  /** Their paths below the site's folder, {@link #INDEX} last. */
  public static List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    new String(read(LIST), StandardCharsets.UTF_8)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.equals(INDEX))
        .forEach(names::add);
    names.add(INDEX);
    return names;
  }

  /** The content of one. */
  public static byte[] read(String name) throws IOException {
    try (InputStream in = SiteFiles.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("Missing in the program: " + FOLDER + name);
      }
      return in.readAllBytes();
    }
  }

  /** Their names and contents as one digest, hexadecimal. */
  public static String digest() throws IOException {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (String name : names()) {
        sha.update((name + "\0").getBytes(StandardCharsets.UTF_8));
        sha.update(read(name));
      }
      return HexFormat.of().formatHex(sha.digest()).substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
