package dev.chmcorr.domain;

/** Where the networks run. {@code AUTO} means a CUDA device where there is one, else the CPU. */
public enum DeviceChoice {
  AUTO,
  CPU,
  CUDA
}
