/**
 * Images in tars, and in tables, which are unpacked into tars. Uses {@code run}, {@code lists} and
 * {@code listing}.
 */
package dev.chmcorr.job.shards;
