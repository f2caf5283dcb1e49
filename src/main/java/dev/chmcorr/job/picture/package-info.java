/**
 * The command {@code picture}: figures of queries, from a folder of {@code rerank} or a file of the
 * published program. Uses {@code run}, {@code labels}, {@code method}, {@code score}.
 */
package dev.chmcorr.job.picture;
