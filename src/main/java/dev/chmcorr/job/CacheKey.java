package dev.chmcorr.job;

import java.io.Serializable;

/**
 * Which cache of candidates a task uses: one per run and JVM.
 *
 * @param run identifies the run
 * @param mebibytes bound on the features kept
 */
record CacheKey(String run, int mebibytes) implements Serializable {}
