package dev.chmcorr.job.tools;

import dev.chmcorr.domain.Limits;

/**
 * What {@code masks} was asked to do.
 *
 * @param cub folder with CUB's images.txt and parts/part_locs.txt
 * @param val the queries
 * @param parts that mark a cell
 * @param out JSON file to write
 * @param limits of the images and of CUB's files
 */
public record MasksOptions(
    String cub, String val, CubMasksJob.Parts parts, String out, Limits limits) {
  /** The same with the default limits. */
  public MasksOptions(String cub, String val, CubMasksJob.Parts parts, String out) {
    this(cub, val, parts, out, Limits.DEFAULT);
  }
}
