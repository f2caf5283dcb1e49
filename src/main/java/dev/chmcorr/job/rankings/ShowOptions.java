package dev.chmcorr.job.rankings;

import dev.chmcorr.domain.UserException;

/**
 * What {@code scores show} prints.
 *
 * @param folder of a knn run
 * @param query id of a query
 * @param limit neighbours to print, at most
 */
public record ShowOptions(String folder, int query, int limit) {
  public ShowOptions {
    if (query < 0) {
      throw new UserException("Invalid --query: %d (must be at least 0)".formatted(query));
    }
    if (limit < 1) {
      throw new UserException("Invalid --limit: %d (must be at least 1)".formatted(limit));
    }
  }
}
