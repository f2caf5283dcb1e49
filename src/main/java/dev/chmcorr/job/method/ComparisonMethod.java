package dev.chmcorr.job.method;

import dev.chmcorr.domain.ImageTransform;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.job.network.ModelFile;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.network.NetworkSpec;
import dev.chmcorr.model.trunk.TraceCheck;
import dev.chmcorr.table.PairCodec;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A way to compare a query image with candidates, cell by cell. {@link ComparisonMethods} finds it
 * by its name if its class stands in {@code META-INF/services/} under this interface's name; it
 * needs a constructor without arguments, and threads share it. Nothing else has to know it.
 */
public interface ComparisonMethod {
  /** The word for it on the command line, in run records and in keys of caches. */
  String name();

  /** What people call it. */
  default String title() {
    return name();
  }

  /** Options of scoring that mean nothing to it, so that they are refused. */
  default Set<ScoringOption> ignored() {
    return Set.of();
  }

  /**
   * All options of its own, by their names without dashes, with the values that are given or else
   * their defaults; its numbers depend on them.
   *
   * @param given by the same names; of other methods none
   * @throws dev.chmcorr.domain.UsageException if one has another value than it can have
   */
  default Map<String, String> settings(Map<String, String> given) {
    return Map.of();
  }

  /**
   * Whether a pair's numbers depend on the candidates that are compared with it.
   *
   * @param settings of {@link #settings}
   */
  default boolean dependsOnCompany(Map<String, String> settings) {
    return false;
  }

  /** What it takes from the trunk, if it has one. */
  default TraceCheck.Output trunkOutput() {
    return TraceCheck.Output.FEATURE_MAP;
  }

  /**
   * Which images it needs of a query or a candidate: one per transform, in the order in which
   * {@link PairComparer} takes them. Where {@code Resize(256)} and {@code CenterCrop(224)} stand, a
   * run may have another {@link dev.chmcorr.domain.Framing}.
   */
  List<ImageTransform> transforms(TransformSet set, Split split);

  /**
   * The options with the networks that it needs and no others, so that only these are shipped.
   *
   * @throws dev.chmcorr.domain.UserException if one that it needs is not among them
   */
  NetworkOptions networks(NetworkOptions given);

  /**
   * The networks that its numbers depend on, by the name that run records give them: with another
   * network a pair has to be compared again.
   */
  Map<String, ModelFile> identity(NetworkSpec networks);

  /** How its pairs are kept. */
  PairCodec codec();

  /**
   * The comparer for the task in hand. It belongs to the run: what is costly to make, all tasks of
   * the run share.
   *
   * @param settings of {@link #settings}
   */
  PairComparer comparer(NetworkSpec networks, Map<String, String> settings);
}
