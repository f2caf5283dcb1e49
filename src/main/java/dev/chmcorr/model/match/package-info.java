/**
 * Convolutional Hough matching: from images to features, from pairs to correspondences. Uses {@code
 * trunk}, {@code torch}, {@code archive}.
 */
package dev.chmcorr.model.match;
