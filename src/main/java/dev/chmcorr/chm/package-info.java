/**
 * The correspondence arithmetic: grid geometry, similarity and attention maps, masks, scores,
 * votes.
 */
package dev.chmcorr.chm;
