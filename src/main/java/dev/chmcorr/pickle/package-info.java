/**
 * Python pickles, read by allow-list and written byte by byte; the files made of them have a room
 * of their own.
 *
 * <p>Uses {@code domain}.
 */
package dev.chmcorr.pickle;
