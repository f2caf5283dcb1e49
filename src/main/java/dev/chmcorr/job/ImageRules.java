package dev.chmcorr.job;

import java.io.Serializable;

/**
 * What images a run takes.
 *
 * @param onError what a bad image does
 * @param maxPixels larger images are bad ones
 */
record ImageRules(OnError onError, int maxPixels) implements Serializable {}
