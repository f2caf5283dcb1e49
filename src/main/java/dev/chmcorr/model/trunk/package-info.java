/** Networks from images to feature maps and embeddings. Uses {@code torch} and {@code archive}. */
package dev.chmcorr.model.trunk;
