package dev.chmcorr.job.report;

import dev.chmcorr.domain.QuerySelection;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import java.util.BitSet;
import java.util.List;

/**
 * Which queries of a run get a page: of those that are named, those that are of interest, and of
 * these some.
 *
 * @param named the first choice
 * @param only which of them are of interest
 * @param some which of these
 */
public record Selection(QuerySelection named, Only only, QuerySelection some) {
  /** All queries. */
  public static final Selection ALL =
      new Selection(QuerySelection.ALL, Only.ALL, QuerySelection.ALL);

  /** Which queries are of interest. */
  public enum Only {
    /** All. */
    ALL,
    /** Those for which kNN and re-ranking predict different classes. */
    DISAGREEMENTS,
    /** Those that re-ranking predicts wrongly. */
    ERRORS
  }

  /**
   * A query as far as its selection needs it.
   *
   * @param id of it
   * @param differs whether kNN and re-ranking predict different classes
   * @param wrong whether re-ranking predicts a class that is known to be wrong
   */
  record Judged(int id, boolean differs, boolean wrong) {}

  /**
   * The ids of the queries that it selects, ascending.
   *
   * @param run whose queries they are, for messages
   * @param queries all of the run
   * @throws UserException if the run lacks one that is named
   */
  int[] of(String run, List<Judged> queries) {
    BitSet all = new BitSet();
    queries.forEach(query -> all.set(query.id()));
    BitSet chosen = named.choose(all, "of " + run);
    queries.stream()
        .filter(query -> !isOfInterest(query))
        .forEach(query -> chosen.clear(query.id()));
    return some.choose(chosen, "of " + run).stream().toArray();
  }

  private boolean isOfInterest(Judged query) {
    return switch (only) {
      case ALL -> true;
      case DISAGREEMENTS -> query.differs();
      case ERRORS -> query.wrong();
    };
  }

  /** In words, the same for selections that are the same. */
  String words() {
    return "queries %s, only %s, sample %s"
        .formatted(words(named), Texts.lowerCase(only), words(some));
  }

  private static String words(QuerySelection selection) {
    return selection.isAll() ? "all" : selection.text();
  }
}
