/**
 * Networks from images to feature maps and embeddings.
 *
 * <p>Uses {@code torch}, {@code archive}, {@code domain}.
 */
package dev.chmcorr.model.trunk;
