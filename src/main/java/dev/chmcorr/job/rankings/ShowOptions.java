package dev.chmcorr.job.rankings;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.DataOptions;

/**
 * What {@code scores show} prints.
 *
 * @param source folder of a run, of rerank with {@code @SETTING} behind it or not; or a published
 *     pickle
 * @param query id of a query
 * @param limit neighbours to print, at most
 * @param setting whose results are printed; null for all
 * @param classNames file of what classes are called; null if their folders' names are printed
 * @param data the images that a pickle ranks; null for a folder
 */
public record ShowOptions(
    String source, int query, int limit, String setting, String classNames, DataOptions data) {
  /** With the classes' own names. */
  public ShowOptions(String source, int query, int limit, String setting, DataOptions data) {
    this(source, query, limit, setting, null, data);
  }

  public ShowOptions {
    if (query < 0) {
      throw new UserException("Invalid --query: %d (must be at least 0)".formatted(query));
    }
    if (limit < 1) {
      throw new UserException("Invalid --limit: %d (must be at least 1)".formatted(limit));
    }
  }
}
