package dev.chmcorr.job.run;

import java.io.Serializable;
import java.util.List;

/**
 * A run as its tasks know it.
 *
 * @param id unlike that of any other run
 * @param over ids of runs of the same session that had ended when this one began
 */
public record RunId(String id, List<String> over) implements Serializable {}
