package dev.chmcorr.domain;

/**
 * Arithmetic of the networks. {@code FP32} is the parity mode; {@code AUTO} means bf16 where the
 * device computes it natively, else fp32.
 */
public enum Precision {
  AUTO,
  FP32,
  BF16
}
