/**
 * The gallery and the queries of a run, whatever form they have, read and decoded. Uses {@code
 * run}, {@code failures}, {@code lists}, {@code labels}, {@code listing} and {@code shards}.
 */
package dev.chmcorr.job.input;
