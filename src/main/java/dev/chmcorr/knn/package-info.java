/**
 * Exact nearest neighbours: blocked similarity, bounded top-k, merge, final order in float64.
 *
 * <p>Uses {@code domain}.
 */
package dev.chmcorr.knn;
