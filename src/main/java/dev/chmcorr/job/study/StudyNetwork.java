package dev.chmcorr.job.study;

import dev.chmcorr.domain.Framing;
import dev.chmcorr.domain.Precision;

/**
 * Networks of a study that belong together.
 *
 * @param name that data sets call them by
 * @param model archive of the trunk, or {@link #BUILT_IN}
 * @param chm archive of the Hough matching network, or {@link #BUILT_IN}; null if no method needs
 *     it
 * @param precision of the arithmetic
 * @param framing of images for the trunk, as far as it is said
 */
public record StudyNetwork(
    String name, String model, String chm, Precision precision, Framing framing) {
  /** In the place of an archive: the small one that comes with the program, for its birds. */
  public static final String BUILT_IN = "built-in";
}
