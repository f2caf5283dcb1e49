/**
 * The command {@code doctor}: what matters before a long run, on this machine and on executors.
 * Uses {@code run}, {@code network}, {@code method}, {@code tools}.
 */
package dev.chmcorr.job.doctor;
