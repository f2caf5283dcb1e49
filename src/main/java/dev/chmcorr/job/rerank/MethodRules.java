package dev.chmcorr.job.rerank;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.method.ComparisonMethod;
import dev.chmcorr.job.method.ComparisonMethods;
import dev.chmcorr.job.method.ScoringOption;
import dev.chmcorr.job.score.PerQuery;
import dev.chmcorr.runfolder.RunRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** What the method of a run makes of its options, and what its numbers depend on besides. */
final class MethodRules {
  /** How many candidates are compared together, where this decides a pair's numbers. */
  private static final String COMPANY = "candidates";

  private MethodRules() {}

  /**
   * The options with the method's own values where nothing is said.
   *
   * @throws dev.chmcorr.domain.UsageException if one is given that means nothing to the method
   */
  static RerankOptions settle(RerankOptions given) {
    ComparisonMethod method = ComparisonMethods.named(given.method());
    RerankOptions.Scoring scoring = given.scoring();
    refuse(method, ScoringOption.THRESHOLD, scoring.t());
    refuse(method, ScoringOption.AXES, scoring.axes());
    refuse(
        method,
        ScoringOption.PER_QUERY,
        given.perQuery() == PerQuery.NONE ? null : given.perQuery());
    return given.settled(
        scoring.settled(method), ComparisonMethods.settings(method, given.methodSettings()));
  }

  private static void refuse(ComparisonMethod method, ScoringOption option, Object given) {
    if (given != null && method.ignored().contains(option)) {
      throw ComparisonMethods.ignored(method, option);
    }
  }

  /**
   * Makes sure that pairs of the nearest of each class mean the same as those of the nearest of
   * all.
   *
   * @throws UserException if a pair's numbers depend on the candidates that are compared with it
   */
  static void demandOwnNumbers(RerankOptions settled) {
    if (ComparisonMethods.named(settled.method()).dependsOnCompany(settled.methodSettings())) {
      throw new UserException(
          "Cannot compare --per-class where all candidates of a query stop together (--emd-stop published): a pair's numbers depend on the others; give --emd-stop pair, and another --out than that of such pairs");
    }
  }

  /** The settings of a folder's method that are not given, as its record has them. */
  static Map<String, String> recorded(
      String methodName, Map<String, String> given, RunRecord record) {
    Map<String, String> settings = new LinkedHashMap<>();
    ComparisonMethods.named(methodName)
        .settings(Map.of())
        .keySet()
        .forEach(
            option -> {
              String known = record.parameters().get(parameter(option));
              if (known != null) {
                settings.put(option, known);
              }
            });
    settings.putAll(given);
    return settings;
  }

  private static String parameter(String option) {
    return option.replace('-', '_');
  }

  /**
   * The parameters that a run's record has of its method's settings.
   *
   * @param candidates that are compared of each query
   */
  static Map<String, String> parameters(RerankOptions settled, int candidates) {
    Map<String, String> parameters = new LinkedHashMap<>();
    settled.methodSettings().forEach((option, value) -> parameters.put(parameter(option), value));
    if (ComparisonMethods.named(settled.method()).dependsOnCompany(settled.methodSettings())) {
      parameters.put(COMPANY, String.valueOf(candidates));
    }
    return parameters;
  }

  /**
   * Makes sure that pairs whose numbers depend on their company are compared in the same one.
   *
   * @param earlier record of the folder, or null
   * @throws UserException if others were compared with more or fewer candidates
   */
  static void demandSameCompany(RunRecord earlier, RunRecord now, Path folder) {
    String is = now.parameters().get(COMPANY);
    String was = earlier == null ? null : earlier.parameters().get(COMPANY);
    if (is != null && was != null && !is.equals(was)) {
      boolean fewer = Integer.parseInt(is) < Integer.parseInt(was);
      throw new UserException(
          "Cannot compare %s candidates a query in %s: it has compared %s, and where all stop together (--emd-stop published) a pair's numbers depend on how many there are; %s"
              .formatted(
                  is,
                  folder,
                  was,
                  fewer
                      ? "rerank --out %s --N %s alone scores those first, as compared"
                          .formatted(folder, is)
                      : "choose another --out"));
    }
  }
}
