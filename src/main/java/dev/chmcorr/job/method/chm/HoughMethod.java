package dev.chmcorr.job.method.chm;

import dev.chmcorr.domain.ImageTransform;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.method.ComparisonMethod;
import dev.chmcorr.job.method.PairComparer;
import dev.chmcorr.job.network.LoadedNetworks;
import dev.chmcorr.job.network.ModelFile;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.network.NetworkSpec;
import dev.chmcorr.model.match.Matcher;
import dev.chmcorr.model.torch.TorchDevice;
import dev.chmcorr.table.PairCodec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** CHM-Corr: grid points transferred by Hough matching, the trunk's last feature maps compared. */
public final class HoughMethod implements ComparisonMethod {
  /** Its name. */
  public static final String NAME = "chm";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String title() {
    return "CHM-Corr";
  }

  /** The image for Hough matching, then the one whose last feature map is compared. */
  @Override
  public List<ImageTransform> transforms(TransformSet set, Split split) {
    return List.of(set.chm(split), set.layer4(split));
  }

  @Override
  public NetworkOptions networks(NetworkOptions given) {
    demand("--model", given.model());
    demand("--chm", given.chm());
    return given;
  }

  private static void demand(String option, String archive) {
    if (archive == null) {
      throw new UserException(
          "Missing %s: the method %s needs it; give an archive that import-model wrote"
              .formatted(option, NAME));
    }
  }

  @Override
  public Map<String, ModelFile> identity(NetworkSpec networks) {
    Map<String, ModelFile> files = new LinkedHashMap<>();
    files.put("model", networks.trunk());
    files.put("chm", networks.chm());
    return files;
  }

  @Override
  public PairCodec codec() {
    return HoughCodec.INSTANCE;
  }

  @Override
  public PairComparer comparer(NetworkSpec networks, Map<String, String> settings) {
    ModelFile trunk = networks.trunk();
    ModelFile chm = networks.chm();
    TorchDevice device = LoadedNetworks.device(networks);
    return new HoughComparer(
        LoadedNetworks.share(
            Matcher.class,
            networks,
            trunk.sha256() + " " + chm.sha256(),
            () -> Matcher.load(trunk.path(), chm.path(), device, networks.precision())));
  }
}
