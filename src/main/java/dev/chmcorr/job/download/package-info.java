/**
 * The commands {@code scores download} and {@code models download}: files that others have
 * published, to a folder of this machine. Uses {@code run}.
 */
package dev.chmcorr.job.download;
