package dev.chmcorr.job.method;

import dev.chmcorr.domain.ImageTransform;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.domain.UsageException;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.network.ModelFile;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.network.NetworkSpec;
import java.util.List;
import java.util.Map;

/** A method that needs no network but the trunk. */
public abstract class TrunkMethod implements ComparisonMethod {
  /** The image as the trunk's other images are, but that a distorted set's queries stay whole. */
  @Override
  public final List<ImageTransform> transforms(TransformSet set, Split split) {
    boolean whole = set == TransformSet.MULTI && split == Split.QUERY;
    return List.of(whole ? ImageTransform.RESIZE224X224 : ImageTransform.RESIZE256_CROP224);
  }

  /** The options with the trunk alone. */
  @Override
  public final NetworkOptions networks(NetworkOptions given) {
    if (given.model() == null) {
      throw new UserException(
          "Missing --model: the method %s needs it; give an archive that import-model wrote, or a trace"
              .formatted(name()));
    }
    return new NetworkOptions(
        given.model(), null, given.precision(), given.device(), given.batch(), given.framing());
  }

  /** The trunk's archive. */
  @Override
  public final Map<String, ModelFile> identity(NetworkSpec networks) {
    return Map.of("model", networks.trunk());
  }

  /**
   * The only option of a method.
   *
   * @param given options by their names without dashes
   * @param values that it can have, the default first
   * @throws UsageException if it has another
   */
  protected static Map<String, String> choice(
      Map<String, String> given, String option, String... values) {
    String value = given.getOrDefault(option, values[0]);
    if (!List.of(values).contains(value)) {
      throw new UsageException(
          "Invalid --%s: %s (must be %s)".formatted(option, value, String.join(" or ", values)));
    }
    return Map.of(option, value);
  }
}
