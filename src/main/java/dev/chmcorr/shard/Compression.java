package dev.chmcorr.shard;

import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Recognises compressed tars, which cannot be used: no member can be read without all before it.
 */
public final class Compression {
  private static final Pattern NAME =
      Pattern.compile("(?i).*(\\.tar\\.(gz|bz2|xz|zst|lz4)|\\.(tgz|tbz2?|txz|tzst))");
  private static final Map<String, String> SIGNATURES =
      Map.of("1f8b", "gzip", "425a68", "bzip2", "fd377a58", "xz", "28b52ffd", "zstd");

  private Compression() {}

  /** Whether a file's name is that of a compressed tar. */
  public static boolean isCompressedTar(String name) {
    return NAME.matcher(name).matches();
  }

  /** What a message adds if a file that should be a tar begins like a compressed one. */
  static String hint(byte[] start) {
    String hex = HexFormat.of().formatHex(start, 0, 4);
    return SIGNATURES.entrySet().stream()
        .filter(signature -> hex.startsWith(signature.getKey()))
        .findFirst()
        .map(signature -> ", it is compressed by " + signature.getValue() + "; decompress it")
        .orElse("");
  }
}
