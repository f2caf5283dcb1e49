package dev.chmcorr.picture;

import dev.chmcorr.domain.RgbImage;
import java.util.Objects;

/**
 * A square that shows an image, or says why it does not.
 *
 * @param key equal for tiles that show the same; such an image is embedded once
 * @param image what it shows, stretched to the square; null if there is none
 * @param missing why there is none; null if there is one
 */
public record Tile(String key, RgbImage image, String missing) {
  public Tile {
    Objects.requireNonNull(key, "key");
    if ((image == null) == (missing == null)) {
      throw new IllegalArgumentException("Invalid tile: it needs an image or a reason, not both");
    }
  }

  /** A tile that shows an image. */
  public static Tile of(String key, RgbImage image) {
    return new Tile(key, image, null);
  }

  /** A grey tile. */
  public static Tile missing(String key, String reason) {
    return new Tile(key, null, reason);
  }
}
