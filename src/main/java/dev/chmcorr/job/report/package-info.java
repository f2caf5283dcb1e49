/**
 * The command {@code report}: folders of {@code rerank} to a site of static files. Uses {@code
 * run}, {@code labels}, {@code input}, {@code method}, {@code score}, {@code rerank}.
 */
package dev.chmcorr.job.report;
