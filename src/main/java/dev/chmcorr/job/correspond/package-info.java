/**
 * The stage that compares queries with candidates: rankings to correspondences. Uses {@code run},
 * {@code failures}, {@code network}, {@code listing}, {@code input}, {@code method}.
 */
package dev.chmcorr.job.correspond;
