/**
 * The command {@code sweep}: a study to its runs and one table of accuracies. Composes other
 * commands: uses all rooms but {@code picture}, {@code query} and {@code download}.
 */
package dev.chmcorr.job.sweep;
