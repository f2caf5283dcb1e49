package dev.chmcorr.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files that every site has: pages, styles, scripts. They come with the program. Its list of
 * them has a line for each, the path below the site's folder, and behind a space the resource that
 * has the content where that comes from a library.
 */
public final class SiteFiles {
  /** The page that is opened; a site without it is not whole. */
  public static final String INDEX = "index.html";

  private static final String FOLDER = "dev/chmcorr/report/site/";
  private static final String LIST = FOLDER + "FILES";

  private SiteFiles() {}

  /** Their paths below the site's folder, {@link #INDEX} last. */
  public static List<String> names() throws IOException {
    List<String> names = new ArrayList<>(resources().keySet());
    names.remove(INDEX);
    names.add(INDEX);
    return names;
  }

  /** Where their contents are, by their paths. */
  private static Map<String, String> resources() throws IOException {
    Map<String, String> resources = new LinkedHashMap<>();
    for (String line : new String(resource(LIST), StandardCharsets.UTF_8).lines().toList()) {
      String[] parts = line.strip().split("\\s+", 2);
      if (!parts[0].isEmpty()) {
        resources.put(parts[0], parts.length > 1 ? parts[1] : FOLDER + parts[0]);
      }
    }
    return resources;
  }

  /** The content of one. */
  public static byte[] read(String name) throws IOException {
    return resource(resources().getOrDefault(name, FOLDER + name));
  }

  private static byte[] resource(String path) throws IOException {
    try (InputStream in = SiteFiles.class.getResourceAsStream("/" + path)) {
      if (in == null) {
        throw new IllegalStateException("Missing in the program: " + path);
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
