package dev.chmcorr.job.rerank;

import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.Framing;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.QuerySelection;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.failures.FailureBudget;
import dev.chmcorr.job.input.DataOptions;
import dev.chmcorr.job.method.ComparisonMethod;
import dev.chmcorr.job.method.ScoringOption;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.run.RunName;
import dev.chmcorr.job.score.PerQuery;
import java.util.Map;
import java.util.Set;

/**
 * Everything that {@code rerank} needs.
 *
 * <p>What a ranking's own record knows may be null: train, val and classes of the data, the model
 * and the transform. In the folder of an earlier run the ranking, the method and its networks may
 * be null too: they are that run's.
 *
 * @param data the images
 * @param method name of the method that compares pairs
 * @param networks among them those that the method needs
 * @param knn folder of a knn run, or a published score pickle
 * @param transform which transforms the images go through
 * @param scoring how pairs are scored
 * @param out run folder
 * @param setting name of the results, or null for one that says how they are scored
 * @param perQuery files written for each query
 * @param cacheMebibytes memory for candidates' features, per executor and device
 * @param choices what is said beside these
 */
public record RerankOptions(
    DataOptions data,
    String method,
    NetworkOptions networks,
    String knn,
    TransformSet transform,
    Scoring scoring,
    String out,
    String setting,
    PerQuery perQuery,
    int cacheMebibytes,
    Choices choices) {

  /**
   * What need not be said.
   *
   * @param accepted in what it may differ from how the rankings were made
   * @param queries which are compared and scored
   * @param methodSettings options that only some methods have, by their names without dashes; all
   *     of the method's once {@link MethodRules} has settled them
   * @param classes whether the nearest images of each class are compared
   */
  public record Choices(
      Set<Difference> accepted,
      QuerySelection queries,
      Map<String, String> methodSettings,
      Classes classes) {
    /** All queries, with what the rankings were made with, as the method does by itself. */
    public static final Choices NONE =
        new Choices(Set.of(), QuerySelection.ALL, Map.of(), Classes.AS_KEPT);
  }

  /** Nothing is said beside these. */
  public RerankOptions(
      DataOptions data,
      String method,
      NetworkOptions networks,
      String knn,
      TransformSet transform,
      Scoring scoring,
      String out,
      String setting,
      PerQuery perQuery,
      int cacheMebibytes) {
    this(
        data,
        method,
        networks,
        knn,
        transform,
        scoring,
        out,
        setting,
        perQuery,
        cacheMebibytes,
        Choices.NONE);
  }

  /**
   * How pairs are scored and voted on.
   *
   * @param n candidates re-ranked per query
   * @param k votes
   * @param t attention threshold in [0, 1], or null for the method's
   * @param axes which similarity map, or null for the method's
   * @param mask file of masks, or null for attention
   */
  public record Scoring(int n, int k, Double t, Axes axes, String mask) {
    /** Of who names none. */
    private static final double THRESHOLD = 0.55;

    public Scoring {
      if (n < 1) {
        throw new UserException("Invalid --N: %d (must be at least 1)".formatted(n));
      }
      if (k < 1 || k > n) {
        throw new UserException(
            "Invalid --K: %d (must be 1..%d, the value of --N)".formatted(k, n));
      }
      if (t != null && !(t >= 0 && t <= 1)) {
        throw new UserException("Invalid --T: %s (must be 0..1)".formatted(t));
      }
    }

    /** The same with a method's own values where nothing is said. */
    public Scoring settled(ComparisonMethod method) {
      return new Scoring(
          n, k, t == null ? threshold(method) : t, axes == null ? axes(method) : axes, mask);
    }

    /** Every cell may count where there is no threshold. */
    private static double threshold(ComparisonMethod method) {
      return method.ignored().contains(ScoringOption.THRESHOLD) ? 0 : THRESHOLD;
    }

    /** Cells are compared where they lie where nothing else has been published. */
    private static Axes axes(ComparisonMethod method) {
      return method.ignored().contains(ScoringOption.AXES) ? Axes.ALIGNED : Axes.PUBLISHED;
    }

    /** The same among so many neighbours. */
    Scoring within(int neighbours) {
      return new Scoring(Math.min(n, neighbours), Math.min(k, neighbours), t, axes, mask);
    }
  }

  public RerankOptions {
    if (setting != null) {
      RunName.check("--setting", setting);
    }
    if (cacheMebibytes < 1) {
      throw new UserException(
          "Invalid --cache-mib: %d (must be at least 1)".formatted(cacheMebibytes));
    }
  }

  /** The same with what the record of the folder adds. */
  RerankOptions from(String rankings, String comparison) {
    return new RerankOptions(
        data,
        comparison,
        networks,
        rankings,
        transform,
        scoring,
        out,
        setting,
        perQuery,
        cacheMebibytes,
        choices);
  }

  /** The same with all that the method decides. */
  RerankOptions settled(Scoring scored, Map<String, String> settings) {
    return new RerankOptions(
        data,
        method,
        networks,
        knn,
        transform,
        scored,
        out,
        setting,
        perQuery,
        cacheMebibytes,
        new Choices(accepted(), queries(), settings, classes()));
  }

  /** Whether nothing is said of what is compared, so that the folder's own pairs are meant. */
  boolean namesNoInput() {
    return knn == null
        && method == null
        && methodSettings().isEmpty()
        && transform == null
        && data.train() == null
        && data.val() == null
        && data.classes() == null
        && data.input().isUnsaid()
        && networks.model() == null
        && networks.chm() == null
        && networks.framing().equals(Framing.UNSAID)
        && networks.precision() == Precision.AUTO
        && accepted().isEmpty();
  }

  /** The same with another budget of bad images. */
  public RerankOptions with(FailureBudget budget) {
    return with(data.with(budget), networks, transform);
  }

  /** The same with other choices. */
  public RerankOptions with(Choices others) {
    return new RerankOptions(
        data,
        method,
        networks,
        knn,
        transform,
        scoring,
        out,
        setting,
        perQuery,
        cacheMebibytes,
        others);
  }

  /** The same with the nearest of each class as is said. */
  public RerankOptions with(Classes compared) {
    return with(new Choices(accepted(), queries(), methodSettings(), compared));
  }

  /** The same for some queries. */
  public RerankOptions with(QuerySelection some) {
    return with(new Choices(accepted(), some, methodSettings(), classes()));
  }

  /** The same where it may differ from how the rankings were made. */
  public RerankOptions accepting(Set<Difference> differences) {
    return with(new Choices(differences, queries(), methodSettings(), classes()));
  }

  /** The same with options that only some methods have. */
  public RerankOptions withMethodSettings(Map<String, String> settings) {
    return with(new Choices(accepted(), queries(), settings, classes()));
  }

  Set<Difference> accepted() {
    return choices.accepted();
  }

  public QuerySelection queries() {
    return choices.queries();
  }

  public Map<String, String> methodSettings() {
    return choices.methodSettings();
  }

  public Classes classes() {
    return choices.classes();
  }

  /** The same with what a ranking's record adds. */
  RerankOptions with(DataOptions images, NetworkOptions archives, TransformSet transforms) {
    return new RerankOptions(
        images,
        method,
        archives,
        knn,
        transforms,
        scoring,
        out,
        setting,
        perQuery,
        cacheMebibytes,
        choices);
  }
}
