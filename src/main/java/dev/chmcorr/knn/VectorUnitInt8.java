package dev.chmcorr.knn;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** By the Vector API; without it this class cannot be loaded. */
final class VectorUnitInt8 extends Int8 {
  /** Lanes of the smallest vector of bytes that there is. */
  private static final int MIN_LANES = 8;

  private static final VectorSpecies<Float> FLOATS =
      FloatVector.SPECIES_PREFERRED.length() < MIN_LANES
          ? FloatVector.SPECIES_256
          : FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);
  private static final int LANES = FLOATS.length();
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(LANES * Byte.SIZE));

  /** Whether the processor has such vectors. */
  static boolean isFast() {
    return FloatVector.SPECIES_PREFERRED.length() >= MIN_LANES;
  }

  @Override
  float largest(float[] values) {
    FloatVector largest = FloatVector.zero(FLOATS);
    for (int i = 0; i < values.length; i += LANES) {
      largest = largest.max(FloatVector.fromArray(FLOATS, values, i).abs());
    }
    return largest.reduceLanes(VectorOperators.MAX);
  }

  @Override
  public float round(float[] values, float scale, float[] dither, float[] other, byte[] rounded) {
    float inverse = 1 / scale;
    FloatVector product = FloatVector.zero(FLOATS);
    for (int i = 0; i < values.length; i += LANES) {
      FloatVector value = FloatVector.fromArray(FLOATS, values, i);
      FloatVector shifted =
          value.mul(inverse).add(FloatVector.fromArray(FLOATS, dither, i)).add(MAGIC);
      ByteVector bytes =
          (ByteVector) shifted.reinterpretAsInts().convertShape(VectorOperators.I2B, BYTES, 0);
      bytes.intoArray(rounded, i);
      product = shifted.sub(MAGIC).fma(FloatVector.fromArray(FLOATS, other, i), product);
    }
    return product.reduceLanes(VectorOperators.ADD);
  }

  @Override
  int skip(Products products, int from, int to, float scale, float offset, float cut) {
    int i = from;
    while (i + LANES <= to) {
      VectorMask<Float> below = below(products, i, scale, offset, cut);
      if (!below.allTrue()) {
        return i + below.not().firstTrue();
      }
      i += LANES;
    }
    return i;
  }

  private static VectorMask<Float> below(
      Products products, int i, float scale, float offset, float cut) {
    FloatVector scales = FloatVector.fromArray(FLOATS, products.scales(), i).mul(scale);
    FloatVector offsets = FloatVector.fromArray(FLOATS, products.offsets(), i).add(offset);
    FloatVector highest = FloatVector.fromArray(FLOATS, products.highest(), i);
    return ((FloatVector)
            IntVector.fromArray(INTS, products.products(), i)
                .convertShape(VectorOperators.I2F, FLOATS, 0))
        .sub(offsets)
        .mul(scales)
        .add(highest)
        .compare(VectorOperators.LT, cut);
  }
}
