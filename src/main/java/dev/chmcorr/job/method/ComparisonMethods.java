package dev.chmcorr.job.method;

import dev.chmcorr.domain.UserException;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The methods on the class path, by their names. */
public final class ComparisonMethods {
  private ComparisonMethods() {}

  /**
   * Finds a method.
   *
   * @throws UserException if there is none of this name
   */
  public static ComparisonMethod named(String name) {
    Map<String, ComparisonMethod> methods = new TreeMap<>();
    // Not the thread's class loader: on executors it may be that of Spark.
    ServiceLoader.load(ComparisonMethod.class, ComparisonMethod.class.getClassLoader())
        .forEach(method -> methods.put(method.name(), method));
    ComparisonMethod method = methods.get(name);
    if (method == null) {
      throw new UserException(
          "Invalid --method: %s (must be %s)"
              .formatted(name, String.join(" or ", methods.keySet())));
    }
    return method;
  }
}
