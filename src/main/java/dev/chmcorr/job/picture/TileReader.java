package dev.chmcorr.job.picture;

import dev.chmcorr.domain.Causes;
import dev.chmcorr.domain.ImageTransform;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.image.Transforms;
import dev.chmcorr.image.decode.ImageDecoder;
import dev.chmcorr.image.decode.ImageException;
import dev.chmcorr.picture.Tile;
import dev.chmcorr.store.StoredImages;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Reads the images of one figure as tiles, each once: what a comparison saw of them, from the
 * pixels of their files.
 */
final class TileReader {
  /** Side of the largest tile, in pixels: 420 an inch where a figure is as wide as a page. */
  private static final int MAX_SIDE = 480;

  private final StoredImages stored;
  private final Limits limits;
  private final ImageDecoder decoder;
  private final Map<String, Tile> read = new HashMap<>();
  private final Set<String> unread = new HashSet<>();

  TileReader(StoredImages stored, Limits limits) {
    this.stored = stored;
    this.limits = limits;
    this.decoder = new ImageDecoder(limits.pixels());
  }

  /** How many images could not be read, so that their tiles are grey. */
  int unread() {
    return unread.size();
  }

  /** A tile that says why an image is not shown. */
  Tile missing(String path, String reason) {
    unread.add(path);
    return Tile.missing(path, "Cannot show %s: %s".formatted(shortName(path), reason));
  }

  /** The part of an image that a transform takes, not enlarged. */
  Tile read(String path, ImageTransform transform) {
    return read.computeIfAbsent(path + "|" + transform, key -> read(key, path, transform));
  }

  private Tile read(String key, String path, ImageTransform transform) {
    try {
      byte[] bytes = stored.read(path, limits.imageBytes(), Map.of());
      RgbImage view = decoder.decode(bytes, image -> view(image, transform));
      return Tile.of(key, view);
    } catch (FileNotFoundException e) {
      return missing(path, "no such file");
    } catch (IOException | ImageException | IllegalArgumentException e) {
      return missing(path, Causes.firstLine(e));
    } catch (OutOfMemoryError e) {
      // A single array that did not fit: the heap is as usable as before.
      return missing(path, "not enough memory");
    }
  }

  private static RgbImage view(RgbImage image, ImageTransform transform) {
    int shorter = Math.min(image.width(), image.height());
    int longer = Math.max(image.width(), image.height());
    int side =
        transform.crop() > 0
            ? Math.max(1, Math.round(shorter * transform.crop() / (float) transform.shorter()))
            : longer;
    return Transforms.view(transform, image, Math.min(side, MAX_SIDE));
  }

  /** The last two parts of a path, which people know it by. */
  static String shortName(String path) {
    int last = path.lastIndexOf('/');
    int before = last <= 0 ? -1 : path.lastIndexOf('/', last - 1);
    return path.substring(before + 1);
  }
}
