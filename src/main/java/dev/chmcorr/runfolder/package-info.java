/**
 * What makes a folder a run: its record and its lock.
 *
 * <p>Uses {@code store} and {@code domain}.
 */
package dev.chmcorr.runfolder;
