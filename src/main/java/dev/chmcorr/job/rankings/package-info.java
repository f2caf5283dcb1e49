/**
 * Rankings of earlier runs and of published score files, read, written and shown. Uses {@code run}
 * and the rooms of images and classes: {@code lists}, {@code labels}, {@code listing}, {@code
 * input}.
 */
package dev.chmcorr.job.rankings;
