package dev.chmcorr.job.tools;

import dev.chmcorr.domain.UserException;

/**
 * Everything that {@code demo} needs.
 *
 * @param species how many are drawn, 3 to 100
 * @param out folder for all that it makes, which is created
 */
public record DemoOptions(int species, String out) {
  private static final int MIN_SPECIES = 3;
  private static final int MAX_SPECIES = 100;

  public DemoOptions {
    if (species < MIN_SPECIES || species > MAX_SPECIES) {
      throw new UserException(
          "Invalid --species: %d (must be %d..%d)".formatted(species, MIN_SPECIES, MAX_SPECIES));
    }
  }
}
