package dev.chmcorr.model.importer;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.model.checkpoint.StateDict;
import java.util.List;

/** How a ResNet checkpoint names its tensors. */
public enum ResNetLayout {
  /** torchvision's names: {@code conv1.weight}, {@code layer1.0.bn1.running_mean}, ... */
  TORCHVISION("torchvision") {
    @Override
    String key(String torchvision) {
      return torchvision;
    }

    @Override
    public Wanted wanted() {
      return new Wanted("resnet", ResNetImporter.NETWORK, List.of(FIRST_BLOCK, STEM), "");
    }
  },

  /**
   * BBN (Zhou et al., CVPR 2020), trained on iNaturalist 2017: a ResNet-50 whose last stage ends in
   * the two branches {@code cb_block} and {@code rb_block}. They run one after the other, as blocks
   * 2 and 3 of {@code layer4} (Taesiri et al. 2022). In the published file all names have the
   * prefix {@code module.backbone.}.
   */
  INAT("inat") {
    @Override
    String key(String torchvision) {
      return torchvision.replace("layer4.2.", "cb_block.").replace("layer4.3.", "rb_block.");
    }

    @Override
    public Wanted wanted() {
      List<String> signs = List.of("cb_block.conv1.weight", STEM);
      return new Wanted("inat", "an iNaturalist ResNet", signs, "module.backbone.");
    }

    @Override
    void check(StateDict dict) {
      for (String branch : new String[] {"layer4.2.", "layer4.3."}) {
        if (dict.shape(key(branch) + "conv1.weight") == null) {
          throw new UserException(
              "Cannot import %s as an iNaturalist ResNet: %s is missing"
                  .formatted(dict.source(), dict.nameInFile(key(branch) + "conv1.weight")));
        }
      }
    }
  };

  private static final String STEM = "conv1.weight";
  private static final String FIRST_BLOCK = "layer1.0.conv1.weight";

  private final String label;

  ResNetLayout(String label) {
    this.label = label;
  }

  /** The name by which the command line and the archive's metadata call it. */
  public String label() {
    return label;
  }

  /** The checkpoint's key, or prefix of keys, for torchvision's. */
  abstract String key(String torchvision);

  /** How it is found in a checkpoint. */
  public abstract Wanted wanted();

  /** Requires what does not follow from the shapes of the other tensors. */
  void check(StateDict dict) {}
}
