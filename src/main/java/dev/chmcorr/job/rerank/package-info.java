/**
 * The command {@code rerank}: its options, what makes two runs the same, its report. Uses {@code
 * run}, {@code network}, {@code lists}, {@code listing}, {@code input}, {@code rankings}, {@code
 * method}, {@code correspond}, {@code score}.
 */
package dev.chmcorr.job.rerank;
