/**
 * The command {@code rescore}: the pairs of a folder of {@code rerank} to accuracies in a grid of
 * settings; no images, no networks. Uses {@code run}, {@code lists}, {@code labels}, {@code
 * method}, {@code score}, {@code rerank}.
 */
package dev.chmcorr.job.rescore;
