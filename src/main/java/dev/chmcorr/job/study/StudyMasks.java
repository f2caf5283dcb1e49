package dev.chmcorr.job.study;

import dev.chmcorr.job.tools.CubMasksJob;

/**
 * The cells that CHM-Corr+ compares.
 *
 * @param file of masks as {@code rerank --mask} takes it; null if they are made of keypoints
 * @param cub folder with CUB's keypoints; null for those of built-in birds
 * @param parts of a bird that mark a cell
 */
public record StudyMasks(String file, String cub, CubMasksJob.Parts parts) {}
