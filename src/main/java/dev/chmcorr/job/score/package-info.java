/**
 * The stage that scores and votes: correspondences to results and files per query; no network. Uses
 * {@code run}, {@code method}.
 */
package dev.chmcorr.job.score;
