package dev.chmcorr.model.torch;

/** The CUDA devices that libtorch finds, which it counts from 0. */
public interface CudaDevices {
  /** Those of this JVM; asking starts libtorch. */
  CudaDevices OF_THIS_JVM = CudaDriver.ofThisJvm();

  /** How many there are. */
  int count();

  /** Compute capability of one, times ten: 80 for 8.0. */
  int capability(int index);

  /** One in words: its number, name, memory and compute capability. */
  String description(int index);
}
