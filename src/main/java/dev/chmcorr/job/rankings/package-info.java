/**
 * Rankings of earlier runs and of published score files, read, written and shown. Uses {@code run}
 * and {@code input}.
 */
package dev.chmcorr.job.rankings;
