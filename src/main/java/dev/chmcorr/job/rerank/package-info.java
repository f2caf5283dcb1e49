/**
 * The command {@code rerank}: its options, what makes two runs the same, its report. Uses all rooms
 * but {@code knn} and {@code tools}.
 */
package dev.chmcorr.job.rerank;
