package dev.chmcorr.model.importer;

import dev.chmcorr.chm.HoughKernels;
import dev.chmcorr.chm.KernelSharing;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.model.archive.TorchTensor;
import dev.chmcorr.model.checkpoint.StateDict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The layers of a convolutional Hough matching network after its trunks, as the published
 * checkpoints name them: {@code learner.conv2ds.*}, {@code learner.chm6d.*}, {@code
 * learner.chm4d.*}.
 */
record HoughLayers(StateDict dict, KernelSharing sharing) {
  private static final String PARAM6 = "learner.chm6d.param";
  private static final String WEIGHT4 = "learner.chm4d.weight";
  private static final int SCALES = 3;

  /** Finds from the shapes how a checkpoint shares its kernels' weights. */
  static KernelSharing sharing(StateDict dict) {
    int[] weight = dict.shape(WEIGHT4);
    for (KernelSharing sharing : KernelSharing.values()) {
      if (weight != null && size(weight) == sharing.parameters()) {
        return sharing;
      }
    }
    String found = weight == null ? "is missing" : "has %d weights".formatted(size(weight));
    throw new UserException(
        "Cannot import %s as a Hough matching network: %s %s, expected 55 (psi), 15 (iso) or 625 (full)"
            .formatted(dict.source(), dict.nameInFile(WEIGHT4), found));
  }

  /**
   * Requires that all tensors are there.
   *
   * @param channels of the trunks' feature maps
   * @return channels of a descriptor
   */
  int check(ShapeCheck shapes, int channels) {
    int dimension = shapes.expect(projection(0), ShapeCheck.ANY, channels, 3, 3);
    for (int a = 1; a < SCALES; a++) {
      shapes.expect(projection(a), dimension, channels, 3, 3);
    }
    if (sharing == KernelSharing.FULL) {
      shapes.expect(PARAM6, 1, 1, 3, 3, 5, 5, 5, 5);
      shapes.expect(WEIGHT4, 1, 1, 5, 5, 5, 5);
    } else {
      for (int g = 0; g < sharing.scaleGroups().size(); g++) {
        shapes.expect(PARAM6 + "." + g, sharing.parameters());
      }
      shapes.expect(WEIGHT4, sharing.parameters());
    }
    expectScalar(shapes, "learner.chm6d.bias");
    expectScalar(shapes, "learner.chm4d.bias");
    return dimension;
  }

  List<TorchTensor> projections() {
    List<TorchTensor> projections = new ArrayList<>();
    for (int a = 0; a < SCALES; a++) {
      String name = projection(a);
      projections.add(new TorchTensor(dict.shape(name), () -> dict.tensor(name).values()));
    }
    return projections;
  }

  HoughKernels kernels() {
    return HoughKernels.of(
        sharing,
        sharing == KernelSharing.FULL ? full() : shared(),
        dict.tensor("learner.chm6d.bias").values()[0],
        dict.tensor(WEIGHT4).values(),
        dict.tensor("learner.chm4d.bias").values()[0]);
  }

  private List<float[]> shared() {
    List<float[]> parameters = new ArrayList<>();
    for (int g = 0; g < sharing.scaleGroups().size(); g++) {
      parameters.add(dict.tensor(PARAM6 + "." + g).values());
    }
    return parameters;
  }

  private List<float[]> full() {
    float[] all = dict.tensor(PARAM6).values();
    List<float[]> parameters = new ArrayList<>();
    for (int start = 0; start < all.length; start += KernelSharing.OFFSETS) {
      parameters.add(Arrays.copyOfRange(all, start, start + KernelSharing.OFFSETS));
    }
    return parameters;
  }

  /** The published code keeps a bias as [1] or, with full kernels, as a scalar. */
  private void expectScalar(ShapeCheck shapes, String name) {
    int[] shape = dict.shape(name);
    if (shape == null || shape.length > 0) {
      shapes.expect(name, 1);
    }
  }

  private static String projection(int scale) {
    return "learner.conv2ds.%d.weight".formatted(scale);
  }

  private static int size(int[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }
}
