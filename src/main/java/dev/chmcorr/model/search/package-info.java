/**
 * Products of many vectors by libtorch, for the exact search of {@code knn}.
 *
 * <p>Uses {@code torch}, {@code archive}, {@code knn}, {@code domain}.
 */
package dev.chmcorr.model.search;
