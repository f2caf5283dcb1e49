package dev.chmcorr.knn;

/** In plain Java. */
final class PlainInt8 extends Int8 {
  @Override
  float largest(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  @Override
  public float round(float[] values, float scale, float[] dither, float[] other, byte[] rounded) {
    float inverse = 1 / scale;
    double product = 0;
    for (int i = 0; i < values.length; i++) {
      float shifted = values[i] * inverse + dither[i] + MAGIC;
      rounded[i] = (byte) Float.floatToRawIntBits(shifted);
      product += other[i] * (shifted - MAGIC);
    }
    return (float) product;
  }

  @Override
  int skip(Products products, int from, int to, float scale, float offset, float cut) {
    return from;
  }
}
