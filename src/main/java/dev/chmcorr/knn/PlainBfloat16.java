package dev.chmcorr.knn;

/** In plain Java. */
final class PlainBfloat16 extends Bfloat16 {
  @Override
  float roundAll(float[] values, short[] rounded) {
    float lost = 0;
    for (int i = 0; i < values.length; i++) {
      int bits = roundBits(Float.floatToRawIntBits(values[i]));
      rounded[i] = (short) (bits >>> 16);
      float error = values[i] - Float.intBitsToFloat(bits);
      lost += error * error;
    }
    return lost;
  }

  @Override
  int skip(short[] numbers, int from, int to, float cut) {
    return from;
  }
}
