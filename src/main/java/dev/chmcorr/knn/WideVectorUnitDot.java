package dev.chmcorr.knn;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * As {@link VectorUnitDot}, eight sums to a vector of 512 bits: 0.22 us for 2,048 components at
 * hand instead of 0.3 (Sapphire Rapids, JDK 17).
 */
final class WideVectorUnitDot extends DoubleDot {
  private static final int LANES = 8;

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_512;

  /** Whether the processor has such vectors. */
  static boolean isFast() {
    return DoubleVector.SPECIES_PREFERRED.length() >= LANES;
  }

  @Override
  double[] sums(float[] a, int aStart, float[] b, int bStart, int n) {
    DoubleVector sum0 = DoubleVector.zero(DOUBLES);
    DoubleVector sum1 = sum0;
    for (int i = 0; i < n; i += SUMS) {
      int x = aStart + i;
      int y = bStart + i;
      sum0 = doubles(a, x).fma(doubles(b, y), sum0);
      sum1 = doubles(a, x + LANES).fma(doubles(b, y + LANES), sum1);
    }
    double[] sums = new double[SUMS];
    sum0.intoArray(sums, 0);
    sum1.intoArray(sums, LANES);
    return sums;
  }

  private static DoubleVector doubles(float[] values, int i) {
    return (DoubleVector)
        FloatVector.fromArray(FLOATS, values, i).convertShape(VectorOperators.F2D, DOUBLES, 0);
  }
}
