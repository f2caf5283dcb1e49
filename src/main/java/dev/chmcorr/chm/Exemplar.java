package dev.chmcorr.chm;

import java.util.Objects;

/**
 * A gallery image in the ranking of a query.
 *
 * @param galleryId its id
 * @param path where it lies
 * @param className its class
 */
public record Exemplar(int galleryId, String path, String className) {
  public Exemplar {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(className, "className");
  }
}
