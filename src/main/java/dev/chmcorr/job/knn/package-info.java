/**
 * The stages of {@code knn}: images to embeddings to rankings. Uses {@code run}, {@code network},
 * {@code failures}, {@code lists}, {@code listing}, {@code input}, {@code rankings}.
 */
package dev.chmcorr.job.knn;
