/**
 * Convolutional Hough matching (Min and Cho 2021) as a method of comparing pairs.
 *
 * <p>Uses {@code method} and {@code network}, and {@code model} and {@code table} below.
 */
package dev.chmcorr.job.method.chm;
