package dev.chmcorr.shard;

import dev.chmcorr.domain.ShardLocation;
import java.util.List;

/**
 * The images of one shard.
 *
 * @param layout how their classes are told
 * @param images where they lie, named class/file, in the tar's order
 */
public record ShardImages(Layout layout, List<ShardLocation> images) {
  /** How a shard tells the classes of its images. */
  public enum Layout {
    /** It has no images. */
    EMPTY("no images"),
    /** Members {@code class/file.jpg}, as a packed ImageFolder has. */
    FOLDERS("class folders"),
    /** Members {@code key.jpg} and {@code key.cls} (WebDataset). */
    LABELS(".cls files"),
    /** Members {@code file.jpg}; the class is the tar's name (ImageNet's training set). */
    FLAT("images in no folder");

    private final String text;

    Layout(String text) {
      this.text = text;
    }

    /** What such a shard has, for messages. */
    public String text() {
      return text;
    }
  }
}
