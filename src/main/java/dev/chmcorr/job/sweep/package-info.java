/**
 * The command {@code sweep}: a study, which names data sets, networks, methods and settings in one
 * file, to its runs and one table of accuracies. Composes other commands: uses all rooms but {@code
 * picture} and {@code query}.
 */
package dev.chmcorr.job.sweep;
