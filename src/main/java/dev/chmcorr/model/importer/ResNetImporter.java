package dev.chmcorr.model.importer;

import dev.chmcorr.model.archive.ArchiveMetadata;
import dev.chmcorr.model.archive.Provenance;
import dev.chmcorr.model.archive.TorchArchive;
import dev.chmcorr.model.checkpoint.StateDict;
import dev.chmcorr.model.torch.TorchSource;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Turns checkpoints of bottleneck ResNets (50, 101, 152, and others of their structure, of any
 * width) into archives that {@code Trunk} runs. The classifier is left out.
 */
public final class ResNetImporter {
  static final String NETWORK = "a bottleneck ResNet";

  private static final int STAGES = 4;

  private ResNetImporter() {}

  /**
   * Writes an archive.
   *
   * @param source the checkpoint file, recorded in the archive
   * @param out the archive, replaced if it exists
   * @return what the archive says about itself
   * @throws dev.chmcorr.domain.UserException naming the first tensor that is missing or misshapen
   */
  public static ArchiveMetadata write(
      StateDict dict, ResNetLayout layout, Provenance source, Path out) {
    layout.check(dict);
    ResNetTrunk trunk = ResNetTrunk.find(dict, NETWORK, STAGES, layout::key);
    Map<String, Integer> dimensions =
        Map.of("dimension", trunk.dimension(), "depth", trunk.depth());
    ArchiveMetadata metadata =
        ArchiveMetadata.of(
            ArchiveMetadata.RESNET, layout.label(), new TreeMap<>(dimensions), source);
    TorchArchive.write(out, TorchSource.of("trunk.py", "plain.py"), trunk.module(), metadata);
    return metadata;
  }
}
