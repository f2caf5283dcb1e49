/**
 * Feature maps of images and the products of their cells, for methods that need no network but the
 * trunk.
 *
 * <p>Uses {@code trunk}, {@code dev.chmcorr.cells}, {@code domain}.
 */
package dev.chmcorr.model.cells;
