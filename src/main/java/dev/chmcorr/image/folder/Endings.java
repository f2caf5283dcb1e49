package dev.chmcorr.image.folder;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Which endings of a file's name say that it is an image. What it really is, its content says. */
public enum Endings {
  /** Those of torchvision's {@code ImageFolder}, on which published ids rest. */
  PUBLISHED(List.of(".jpg", ".jpeg", ".png", ".ppm", ".bmp", ".pgm", ".tif", ".tiff", ".webp")),

  /** Also those of images that are read as well, but that torchvision passes over. */
  MORE(Stream.concat(PUBLISHED.all.stream(), Stream.of(".jfif", ".jpe", ".mpo", ".gif")).toList());

  private final List<String> all;

  Endings(List<String> all) {
    this.all = all;
  }

  /** In lower case, each with its dot. */
  public List<String> all() {
    return all;
  }

  /** Whether a file counts as an image: by its ending, in any case. */
  public boolean accepts(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return all.stream().anyMatch(lower::endsWith);
  }
}
