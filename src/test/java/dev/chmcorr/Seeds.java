package dev.chmcorr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Sound files for fuzz tests to damage: made ones, and real ones where they are at hand. */
public final class Seeds {
  private Seeds() {}

  /** The made files and the real ones below a folder of the reference material. */
  public static List<byte[]> with(List<byte[]> made, String folder, long longest, String... ends) {
    List<byte[]> seeds = new ArrayList<>(made);
    Path real = Path.of("..", "shared", "reference", folder);
    if (Files.exists(real)) {
      try (Stream<Path> files = Files.list(real)) {
        for (Path file : files.sorted().toList()) {
          if (Stream.of(ends).anyMatch(file.toString()::endsWith) && Files.size(file) <= longest) {
            seeds.add(Files.readAllBytes(file));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return seeds;
  }
}
