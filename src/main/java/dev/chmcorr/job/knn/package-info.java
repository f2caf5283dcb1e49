/**
 * The stages of {@code knn}: images to embeddings to rankings. Uses {@code run}, {@code network},
 * {@code failures}, {@code input}, {@code rankings}.
 */
package dev.chmcorr.job.knn;
