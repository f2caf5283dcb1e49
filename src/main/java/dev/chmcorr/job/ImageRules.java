package dev.chmcorr.job;

import dev.chmcorr.domain.Limits;
import java.io.Serializable;

/**
 * What images a run takes.
 *
 * @param onError what a bad image does
 * @param limits larger images are bad ones
 */
record ImageRules(OnError onError, Limits limits) implements Serializable {}
