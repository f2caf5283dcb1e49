package dev.chmcorr.knn;

import java.io.Serializable;

/**
 * Which queries and gallery images have the same content. Serializable with plain arrays inside: 4
 * bytes for every id up to the last one that shares its content.
 */
public final class SameImages implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int ALONE = 0;

  private final int[] queries;
  private final int[] gallery;

  /**
   * Keeps the arrays.
   *
   * @param queries a number of its content for each query, by id; 0 where no gallery image has it
   * @param gallery the same for gallery images
   */
  public SameImages(int[] queries, int[] gallery) {
    this.queries = queries;
    this.gallery = gallery;
  }

  /** Whether a query and a gallery image have the same content. */
  public boolean are(int query, int galleryImage) {
    int content = content(queries, query);
    return content != ALONE && content == content(gallery, galleryImage);
  }

  private static int content(int[] contents, int id) {
    return id < contents.length ? contents[id] : ALONE;
  }
}
