package dev.chmcorr.job.correspond;

import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.job.input.ImageReader;
import dev.chmcorr.job.method.ComparisonMethod;
import dev.chmcorr.job.method.ComparisonMethods;
import dev.chmcorr.job.network.NetworkSpec;
import java.io.Serializable;
import java.util.TreeMap;

/**
 * How pairs are compared; goes to the tasks.
 *
 * @param methodName of the method
 * @param settings of the method
 * @param networks those that the method needs
 * @param transform which transforms the images go through
 * @param reader reads the images
 * @param cacheMebibytes bound on the candidates' features that a JVM keeps for each device
 */
public record ComparisonSetup(
    String methodName,
    TreeMap<String, String> settings,
    NetworkSpec networks,
    TransformSet transform,
    ImageReader reader,
    int cacheMebibytes)
    implements Serializable {

  ComparisonMethod method() {
    return ComparisonMethods.named(methodName);
  }
}
