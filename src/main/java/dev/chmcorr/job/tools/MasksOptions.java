package dev.chmcorr.job.tools;

import dev.chmcorr.domain.Limits;
import dev.chmcorr.job.lists.FileOptions;

/**
 * What {@code masks} was asked to do.
 *
 * @param cub folder with CUB's images.txt and parts/part_locs.txt
 * @param val the queries
 * @param parts that mark a cell
 * @param out JSON file to write
 * @param files which of the queries' files are images
 * @param limits of the images and of CUB's files
 */
public record MasksOptions(
    String cub, String val, CubMasksJob.Parts parts, String out, FileOptions files, Limits limits) {
  /** The same for what are images by default, with the default limits. */
  public MasksOptions(String cub, String val, CubMasksJob.Parts parts, String out) {
    this(cub, val, parts, out, FileOptions.UNSAID, Limits.DEFAULT);
  }
}
