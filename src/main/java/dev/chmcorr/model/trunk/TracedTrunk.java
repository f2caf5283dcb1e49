package dev.chmcorr.model.trunk;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.model.torch.TorchNetwork;

/**
 * A trunk that its user traced in Python: float32 [B, 3, H, W], ImageNet-normalised, to [B, C, h,
 * w] or, for embeddings alone, to [B, C].
 */
record TracedTrunk(TorchNetwork network, String file) implements TrunkProgram {
  private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
  private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

  @Override
  public FeatureMaps cells(NDManager manager, NDArray images) {
    NDArray features = forward(manager, images);
    if (features.getShape().dimension() != 4) {
      throw new UserException(
          "Cannot compare image parts with %s: its output is %s, not a feature map [B, C, h, w]; use a network traced without its average pool"
              .formatted(file, features.getShape()));
    }
    return new FeatureMaps(
        features.flatten(2, 3).transpose(0, 2, 1),
        (int) features.getShape().get(2),
        (int) features.getShape().get(3));
  }

  @Override
  public NDArray embed(NDManager manager, NDArray images) {
    NDArray features = forward(manager, images);
    return switch (features.getShape().dimension()) {
      case 2 -> features;
      case 4 -> features.flatten(2, 3).mean(new int[] {2});
      default ->
          throw new UserException(
              "Cannot use %s: its output is %s, not [B, C, h, w] or [B, C]"
                  .formatted(file, features.getShape()));
    };
  }

  private NDArray forward(NDManager manager, NDArray images) {
    NDList output = run(manager, images);
    if (output.size() != 1 || output.head().getDataType() != DataType.FLOAT32) {
      throw new UserException(
          "Cannot use %s: its output is not one float32 tensor".formatted(file));
    }
    Shape given = output.head().getShape();
    if (given.dimension() == 0 || given.get(0) != images.getShape().get(0)) {
      throw new UserException(
          "Cannot use %s as a trunk: for %d images it gives %s, which must begin with their number"
              .formatted(file, images.getShape().get(0), given));
    }
    return output.head();
  }

  /**
   * Whatever it gives.
   *
   * @param images uint8 [B, H, W, 3], RGB
   */
  NDList run(NDManager manager, NDArray images) {
    Shape perChannel = new Shape(1, 1, 1, 3);
    NDArray x =
        images
            .toType(DataType.FLOAT32, false)
            .divi(255)
            .subi(manager.create(MEAN, perChannel))
            .divi(manager.create(DEVIATION, perChannel))
            .transpose(0, 3, 1, 2);
    return network.run(manager, "forward", x);
  }
}
