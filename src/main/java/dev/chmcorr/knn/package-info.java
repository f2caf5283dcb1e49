/** Exact nearest neighbours: blocked similarity, bounded top-k, merge, final order in float64. */
package dev.chmcorr.knn;
