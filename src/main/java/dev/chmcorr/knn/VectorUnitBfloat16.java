package dev.chmcorr.knn;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** By the Vector API; without it this class cannot be loaded. */
final class VectorUnitBfloat16 extends Bfloat16 {
  private static final int LANES = 8;

  /** Bits of the smallest vector that there is. */
  private static final int MIN_LENGTH = 64;

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;
  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_128;

  private static final VectorSpecies<Float> WIDEST_FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> WIDEST_INTS = WIDEST_FLOATS.withLanes(int.class);
  private static final VectorSpecies<Short> WIDEST_SHORTS =
      VectorSpecies.of(
          short.class,
          VectorShape.forBitSize(Math.max(MIN_LENGTH, WIDEST_FLOATS.length() * Short.SIZE)));

  /** Whether the processor has such vectors. */
  static boolean isFast() {
    return FloatVector.SPECIES_PREFERRED.length() >= LANES;
  }

  @Override
  float roundAll(float[] values, short[] rounded) {
    FloatVector lost = FloatVector.zero(FLOATS);
    for (int i = 0; i < values.length; i += LANES) {
      FloatVector value = FloatVector.fromArray(FLOATS, values, i);
      IntVector bits = value.reinterpretAsInts();
      IntVector odd = bits.lanewise(VectorOperators.LSHR, 16).and(1);
      IntVector kept = bits.add(0x7FFF).add(odd).and(0xFFFF0000);
      kept.lanewise(VectorOperators.LSHR, 16)
          .convertShape(VectorOperators.I2S, SHORTS, 0)
          .reinterpretAsShorts()
          .intoArray(rounded, i);
      FloatVector error = value.sub(kept.reinterpretAsFloats());
      lost = lost.add(error.mul(error));
    }
    return lost.reduceLanes(VectorOperators.ADD);
  }

  @Override
  int skip(short[] numbers, int from, int to, float cut) {
    int i = from;
    while (i + WIDEST_FLOATS.length() <= to && areBelow(numbers, i, cut)) {
      i += WIDEST_FLOATS.length();
    }
    return i;
  }

  private static boolean areBelow(short[] numbers, int i, float cut) {
    return ShortVector.fromArray(WIDEST_SHORTS, numbers, i)
        .convertShape(VectorOperators.S2I, WIDEST_INTS, 0)
        .lanewise(VectorOperators.LSHL, Short.SIZE)
        .reinterpretAsFloats()
        .compare(VectorOperators.LT, cut)
        .allTrue();
  }
}
