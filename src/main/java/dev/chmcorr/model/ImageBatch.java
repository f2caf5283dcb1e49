package dev.chmcorr.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.chmcorr.domain.RgbImage;
import java.nio.ByteBuffer;
import java.util.List;

/** Images as one tensor. */
final class ImageBatch {
  private ImageBatch() {}

  /**
   * Puts images of one size side by side.
   *
   * @param size how many images the tensor shall hold; what is missing is black
   * @return uint8 [size, height, width, 3], RGB
   */
  static NDArray of(NDManager manager, List<RgbImage> images, int size) {
    RgbImage first = images.get(0);
    if (images.size() > size) {
      throw new IllegalArgumentException(
          "Invalid batch: %d images, room for %d".formatted(images.size(), size));
    }
    ByteBuffer pixels = ByteBuffer.allocateDirect(Math.multiplyExact(size, first.data().length));
    for (RgbImage image : images) {
      if (image.height() != first.height() || image.width() != first.width()) {
        throw new IllegalArgumentException(
            "Invalid batch: image of %d x %d among images of %d x %d"
                .formatted(image.height(), image.width(), first.height(), first.width()));
      }
      pixels.put(image.data());
    }
    Shape shape = new Shape(size, first.height(), first.width(), 3);
    return manager.create(pixels.rewind(), shape, DataType.UINT8);
  }
}
