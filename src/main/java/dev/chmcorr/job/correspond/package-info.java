/**
 * The stage that compares queries with candidates: rankings to correspondences. Uses {@code run},
 * {@code network}, {@code input}.
 */
package dev.chmcorr.job.correspond;
