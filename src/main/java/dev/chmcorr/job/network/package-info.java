/**
 * The networks of a run: their archives on the executors, loaded once per JVM and device. Uses
 * {@code run}.
 */
package dev.chmcorr.job.network;
