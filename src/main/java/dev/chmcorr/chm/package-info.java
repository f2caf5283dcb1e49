/**
 * The correspondence arithmetic: grid geometry, similarity and attention maps, masks, scores,
 * votes.
 *
 * <p>Uses {@code domain}.
 */
package dev.chmcorr.chm;
