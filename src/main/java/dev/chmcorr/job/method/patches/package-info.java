/**
 * Nearest cells of feature maps of any grid as a method of comparing pairs.
 *
 * <p>Uses {@code method} and {@code network}, and {@code model}, {@code cells} and {@code table}
 * below.
 */
package dev.chmcorr.job.method.patches;
