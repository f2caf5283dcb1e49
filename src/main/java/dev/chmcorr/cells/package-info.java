/**
 * Feature maps compared cell by cell: cosines and attention, optimal transport (EMD-Corr), nearest
 * cells.
 *
 * <p>Uses {@code domain}.
 */
package dev.chmcorr.cells;
