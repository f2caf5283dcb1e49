package dev.chmcorr.job.study;

import dev.chmcorr.job.method.ComparisonMethod;
import dev.chmcorr.job.method.ComparisonMethods;
import dev.chmcorr.job.method.ScoringOption;
import dev.chmcorr.job.rerank.RerankOptions.Scoring;
import dev.chmcorr.job.rescore.ValueGrid;
import java.util.Map;
import java.util.TreeMap;

/**
 * A method of comparing pairs, as a study has it.
 *
 * @param name of it
 * @param settings options of its own that the file gives, by their names without dashes
 */
public record StudyMethod(String name, Map<String, String> settings) {
  /** Of studies that name none. */
  static final StudyMethod PUBLISHED = new StudyMethod("chm", Map.of());

  /**
   * Makes sure that there is such a method, with such settings.
   *
   * @throws dev.chmcorr.domain.UserException if there is not
   */
  public StudyMethod {
    settings = new TreeMap<>(settings);
    ComparisonMethods.settings(ComparisonMethods.named(name), settings);
  }

  public ComparisonMethod method() {
    return ComparisonMethods.named(name);
  }

  private boolean ignores(ScoringOption option) {
    return method().ignored().contains(option);
  }

  /** The same without what means nothing to it. */
  public Scoring scoring(Scoring listed) {
    return new Scoring(
        listed.n(),
        listed.k(),
        ignores(ScoringOption.THRESHOLD) ? null : listed.t(),
        ignores(ScoringOption.AXES) ? null : listed.axes(),
        listed.mask());
  }

  /** The same without what means nothing to it. */
  public ValueGrid grid(ValueGrid grid) {
    return new ValueGrid(
        grid.n(),
        grid.k(),
        ignores(ScoringOption.THRESHOLD) ? null : grid.t(),
        ignores(ScoringOption.AXES) ? null : grid.axes(),
        grid.parts());
  }

  @Override
  public String toString() {
    return name + settings;
  }
}
