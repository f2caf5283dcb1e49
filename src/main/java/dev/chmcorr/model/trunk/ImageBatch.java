package dev.chmcorr.model.trunk;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.chmcorr.domain.RgbImage;
import java.nio.ByteBuffer;
import java.util.List;

/** Images as one tensor. */
public final class ImageBatch {
  /**
   * Each thread's buffer is used again: memory outside the heap is freed only by garbage
   * collection, which a large heap delays until gigabytes have piled up.
   */
  private static final ThreadLocal<ByteBuffer> PIXELS =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(0));

  private ImageBatch() {}

  /**
   * Puts images of one size side by side.
   *
   * @param size how many images the tensor shall hold; what is missing is black
   * @return uint8 [size, height, width, 3], RGB
   */
  public static NDArray of(NDManager manager, List<RgbImage> images, int size) {
    RgbImage first = images.get(0);
    if (images.size() > size) {
      throw new IllegalArgumentException(
          "Invalid batch: %d images, room for %d".formatted(images.size(), size));
    }
    ByteBuffer pixels = cleared(Math.multiplyExact(size, first.data().length));
    for (RgbImage image : images) {
      if (image.height() != first.height() || image.width() != first.width()) {
        throw new IllegalArgumentException(
            "Invalid batch: image of %d x %d among images of %d x %d"
                .formatted(image.height(), image.width(), first.height(), first.width()));
      }
      pixels.put(image.data());
    }
    while (pixels.hasRemaining()) {
      pixels.put((byte) 0);
    }
    Shape shape = new Shape(size, first.height(), first.width(), 3);
    try (NDArray view = manager.create(pixels.flip(), shape, DataType.UINT8)) {
      return view.duplicate();
    }
  }

  private static ByteBuffer cleared(int size) {
    if (PIXELS.get().capacity() < size) {
      PIXELS.set(ByteBuffer.allocateDirect(size));
    }
    return PIXELS.get().clear().limit(size);
  }
}
