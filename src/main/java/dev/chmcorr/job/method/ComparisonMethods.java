package dev.chmcorr.job.method;

import dev.chmcorr.domain.UsageException;
import dev.chmcorr.domain.UserException;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The methods on the class path, by their names; one object of each per JVM. */
public final class ComparisonMethods {
  private static final Map<String, ComparisonMethod> BY_NAME = load();

  private ComparisonMethods() {}

  private static Map<String, ComparisonMethod> load() {
    Map<String, ComparisonMethod> methods = new TreeMap<>();
    // Not the thread's class loader: on executors it may be that of Spark.
    ServiceLoader.load(ComparisonMethod.class, ComparisonMethod.class.getClassLoader())
        .forEach(method -> methods.put(method.name(), method));
    return Collections.unmodifiableMap(methods);
  }

  /** All of them, by their names in order. */
  public static Collection<ComparisonMethod> all() {
    return BY_NAME.values();
  }

  /**
   * The options that a method has of its own, with the values that hold.
   *
   * @param given by their names without dashes
   * @throws UsageException if one is another method's, or has no such value
   */
  public static Map<String, String> settings(ComparisonMethod method, Map<String, String> given) {
    Map<String, String> settings = method.settings(given);
    for (String option : given.keySet()) {
      if (!settings.containsKey(option)) {
        throw new UsageException(
            "Unsupported --%s: --method %s does not have it; leave it out"
                .formatted(option, method.name()));
      }
    }
    return settings;
  }

  /** Says that an option of scoring means nothing to a method. */
  public static UsageException ignored(ComparisonMethod method, ScoringOption option) {
    return new UsageException(
        "Unsupported %s: it means nothing to --method %s; leave it out"
            .formatted(option.option(), method.name()));
  }

  /**
   * Finds a method.
   *
   * @throws UserException if there is none of this name
   */
  public static ComparisonMethod named(String name) {
    ComparisonMethod method = BY_NAME.get(name);
    if (method == null) {
      throw new UserException(
          "Invalid --method: %s (must be %s)"
              .formatted(name, String.join(" or ", BY_NAME.keySet())));
    }
    return method;
  }
}
