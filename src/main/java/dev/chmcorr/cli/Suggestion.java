package dev.chmcorr.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Guesses what somebody meant who typed what there is not. */
final class Suggestion {
  /** A slip is forgiven for every so many letters, begun ones too: two that are swapped are two. */
  private static final int LETTERS_PER_SLIP = 3;

  private static final LevenshteinDistance SLIPS = LevenshteinDistance.getDefaultInstance();

  private Suggestion() {}

  /** The end of a message: a question, or nothing if no known word is like the one typed. */
  static String after(String typed, Collection<String> known) {
    return of(typed, known).map(word -> "; did you mean %s?".formatted(word)).orElse("");
  }

  /** The known word that is most like the one typed, the first of several; its case may differ. */
  static Optional<String> of(String typed, Collection<String> known) {
    return known.stream()
        .filter(
            word ->
                slips(typed, word)
                    <= (bare(typed).length() + LETTERS_PER_SLIP - 1) / LETTERS_PER_SLIP)
        .min(Comparator.comparingInt(word -> slips(typed, word)));
  }

  private static int slips(String typed, String word) {
    return SLIPS.apply(bare(typed), bare(word));
  }

  /** Dashes say nothing of what is meant. */
  private static String bare(String word) {
    return word.replaceFirst("^-+", "").toLowerCase(Locale.ROOT);
  }
}
