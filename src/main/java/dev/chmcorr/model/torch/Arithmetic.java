package dev.chmcorr.model.torch;

import dev.chmcorr.domain.Precision;

/** What a network computes in, once a {@link Precision} has been resolved on its device. */
public enum Arithmetic {
  FLOAT32(Precision.FP32, Float.BYTES),
  BFLOAT16(Precision.BF16, Short.BYTES);

  private final Precision precision;
  private final int bytes;

  Arithmetic(Precision precision, int bytes) {
    this.precision = precision;
    this.bytes = bytes;
  }

  /** The precision that asks for this: {@code FP32} or {@code BF16}. */
  public Precision precision() {
    return precision;
  }

  /** Size of a number. */
  public int bytes() {
    return bytes;
  }
}
