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

/** The files that every site has: pages, styles, scripts. They come with the program. */
public final class SiteFiles {
  /** The page that is opened; a site without it is not whole. */
  public static final String INDEX = "index.html";

  private static final String FOLDER = "dev/chmcorr/report/site/";
  private static final String LIST = FOLDER + "FILES";

  private SiteFiles() {}

  /** Their paths below the site's folder, {@link #INDEX} last. */
  public static List<String> names() throws IOException {
    List<String> names = new ArrayList<>(sources().keySet());
    names.remove(INDEX);
    names.add(INDEX);
    return names;
  }

  /** The content of one. */
  public static byte[] read(String name) throws IOException {
    return resource(sources().get(name));
  }

  /** Where on the class path each comes from: those of libraries lie where their jars have them. */
  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new LinkedHashMap<>();
    for (String line : new String(resource(LIST), StandardCharsets.UTF_8).strip().split("\n")) {
      String[] parts = line.split(" ", 2);
      sources.put(parts[0], parts.length == 1 ? FOLDER + parts[0] : parts[1]);
    }
    return sources;
  }

  private static byte[] resource(String path) throws IOException {
    try (InputStream in = SiteFiles.class.getClassLoader().getResourceAsStream(path)) {
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
