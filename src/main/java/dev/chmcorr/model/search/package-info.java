/**
 * Products of many vectors by libtorch, for the exact search of {@code knn}. Uses {@code torch} and
 * {@code archive}.
 */
package dev.chmcorr.model.search;
