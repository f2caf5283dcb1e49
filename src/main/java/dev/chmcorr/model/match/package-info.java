/**
 * Convolutional Hough matching: from images to features, from pairs to correspondences.
 *
 * <p>Uses {@code trunk}, {@code torch}, {@code archive}, {@code chm}, {@code domain}.
 */
package dev.chmcorr.model.match;
