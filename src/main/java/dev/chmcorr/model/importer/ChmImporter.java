package dev.chmcorr.model.importer;

import dev.chmcorr.chm.HoughKernels;
import dev.chmcorr.chm.KernelSharing;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.model.archive.ArchiveMetadata;
import dev.chmcorr.model.archive.Provenance;
import dev.chmcorr.model.archive.TorchArchive;
import dev.chmcorr.model.archive.TorchModule;
import dev.chmcorr.model.archive.TorchTensor;
import dev.chmcorr.model.checkpoint.StateDict;
import dev.chmcorr.model.torch.TorchSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Turns checkpoints of convolutional Hough matching networks (Min & Cho 2021: {@code pas_psi.pt}
 * and its like) into archives that {@code Matcher} runs. Depth and width of the trunks and the
 * descriptors' dimension are read off the shapes; {@code layer4} and {@code fc} are left out.
 */
public final class ChmImporter {
  private static final String NETWORK = "a Hough matching network";

  /** Stages of the trunks: up to {@code layer3}. */
  private static final int STAGES = 3;

  /** Sides of the three scales: 15 * sqrt(0.5 | 1 | 2), rounded. */
  private static final List<Integer> SIDES = List.of(11, 15, 21);

  private ChmImporter() {}

  /** How it is found in a checkpoint. */
  public static Wanted wanted() {
    return new Wanted("chm", NETWORK, List.of("learner.chm4d.weight", "backbone.conv1.weight"), "");
  }

  /**
   * Writes an archive; how kernels share their weights is found from their shapes.
   *
   * @param source the checkpoint file, recorded in the archive
   * @param out the archive, replaced if it exists
   * @return what the archive says about itself
   * @throws UserException naming the first tensor that is missing or misshapen
   */
  public static ArchiveMetadata write(StateDict dict, Provenance source, Path out) {
    return write(dict, HoughLayers.sharing(dict), source, out);
  }

  /** Writes an archive from a checkpoint whose kernels must share their weights as given. */
  public static ArchiveMetadata write(
      StateDict dict, KernelSharing sharing, Provenance source, Path out) {
    HoughLayers layers = new HoughLayers(dict, sharing);
    ResNetTrunk query = trunk(dict, 0);
    ResNetTrunk candidate = trunk(dict, 1);
    ShapeCheck shapes = new ShapeCheck(dict);
    int dimension = layers.check(shapes, query.dimension());
    shapes.orThrow("%s with %s kernels".formatted(NETWORK, sharing.label()));
    ArchiveMetadata metadata =
        ArchiveMetadata.of(
            ArchiveMetadata.CHM,
            sharing.label(),
            new TreeMap<>(Map.of("channels", query.dimension(), "descriptor", dimension)),
            source);
    TorchModule module = module(layers, query, candidate);
    String code = TorchSource.of("trunk.py", "plain.py", "space.py", "hough.py");
    TorchArchive.write(out, code, module, metadata);
    return metadata;
  }

  private static ResNetTrunk trunk(StateDict dict, int half) {
    return ResNetTrunk.find(
        new HalfStateDict(dict, half), NETWORK, STAGES, key -> "backbone." + key);
  }

  private static TorchModule module(HoughLayers layers, ResNetTrunk query, ResNetTrunk candidate) {
    HoughKernels kernels = layers.kernels();
    TorchModule module =
        new TorchModule("HoughMatching")
            .flag("bf16", false)
            .module("source", query.module())
            .module("target", candidate.module())
            .tensors("projections", layers.projections())
            .numbers("sides", SIDES)
            .tensors("resamplings", List.of())
            .module("space", new MatchSpectra(kernels.match()).module(scalar(kernels.matchBias())))
            .tensor("bias4", scalar(kernels.refineBias()));
    new RefineSpectra(kernels.refine()).write(module);
    TransferTables.write(module);
    return module;
  }

  private static TorchTensor scalar(float value) {
    return new TorchTensor(new int[] {1}, () -> new float[] {value});
  }
}
