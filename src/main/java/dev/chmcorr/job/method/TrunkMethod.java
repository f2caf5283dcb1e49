package dev.chmcorr.job.method;

import dev.chmcorr.domain.ImageTransform;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.network.ModelFile;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.network.NetworkSpec;
import java.util.List;
import java.util.Map;

/** What methods have in common that need no network but the trunk. */
public final class TrunkMethod {
  private TrunkMethod() {}

  /** The image as the trunk's other images are, but that a distorted set's queries stay whole. */
  public static List<ImageTransform> transforms(TransformSet set, Split split) {
    boolean whole = set == TransformSet.MULTI && split == Split.QUERY;
    return List.of(whole ? ImageTransform.RESIZE224X224 : ImageTransform.RESIZE256_CROP224);
  }

  /**
   * The options with the trunk alone.
   *
   * @param method its name, for messages
   */
  public static NetworkOptions networks(String method, NetworkOptions given) {
    if (given.model() == null) {
      throw new UserException(
          "Missing --model: the method %s needs it; give an archive that import-model wrote, or a trace"
              .formatted(method));
    }
    return new NetworkOptions(
        given.model(), null, given.precision(), given.device(), given.batch(), given.framing());
  }

  /** The trunk's archive. */
  public static Map<String, ModelFile> identity(NetworkSpec networks) {
    return Map.of("model", networks.trunk());
  }
}
