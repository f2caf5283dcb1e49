/**
 * Python pickles, read by allow-list and written byte by byte: score files, masks, per-query files.
 *
 * <p>Uses {@code domain}.
 */
package dev.chmcorr.pickle;
