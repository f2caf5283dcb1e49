package dev.chmcorr.job.correspond;

import java.io.Serializable;

/**
 * Which caches of candidates a task uses: of a run, one per JVM and device.
 *
 * @param run identifies the run
 * @param mebibytes bound on the features kept in each
 */
public record CacheKey(String run, int mebibytes) implements Serializable {}
