package dev.chmcorr.job.input;

import dev.chmcorr.domain.Limits;
import java.io.Serializable;

/**
 * What images a run takes.
 *
 * @param onError what a bad image does
 * @param limits larger images are bad ones
 */
public record ImageRules(OnError onError, Limits limits) implements Serializable {}
