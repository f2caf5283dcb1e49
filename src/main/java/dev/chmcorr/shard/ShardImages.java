package dev.chmcorr.shard;

import dev.chmcorr.domain.PassedOver;
import dev.chmcorr.domain.ShardLocation;
import java.util.List;

/**
 * The images of one shard.
 *
 * @param layout how their classes are told
 * @param images where they lie, named class/file, in the tar's order; without labels their names
 *     are the members'
 * @param passedOver what is no image of the data set
 */
public record ShardImages(Layout layout, List<ShardLocation> images, PassedOver passedOver) {
  /** How a shard tells the classes of its images. */
  public enum Layout {
    /** It has no images. */
    EMPTY("no images"),
    /** Members {@code class/file.jpg}, as a packed ImageFolder has. */
    FOLDERS("class folders"),
    /** Members {@code key.jpg} and {@code key.cls} (WebDataset). */
    LABELS(".cls files"),
    /**
     * Members {@code CLASS_file.jpg} of {@code CLASS.tar} (ImageNet's training set): the class is
     * the tar's name.
     */
    FLAT("images that begin with its name"),
    /** Members {@code file.jpg}, of which nothing tells the class. */
    UNLABELLED("images without labels");

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
