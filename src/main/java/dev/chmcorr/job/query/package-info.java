/**
 * The commands {@code sql} and {@code schema}: the tables of runs, asked in Spark SQL, and what may
 * be relied on in them. Uses {@code run}, {@code method}.
 */
package dev.chmcorr.job.query;
