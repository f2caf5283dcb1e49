/**
 * Images as people have them: folders, tars and tables, listed and numbered, read and decoded. Uses
 * {@code run}, {@code failures}.
 */
package dev.chmcorr.job.input;
