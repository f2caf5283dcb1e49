/**
 * When a run that meets bad images ends early: a budget, what tasks tell of bad images, and the
 * watch on the driver. Uses {@code run}.
 */
package dev.chmcorr.job.failures;
