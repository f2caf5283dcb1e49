package dev.chmcorr.model.torch;

import ai.djl.util.cuda.CudaUtils;

/** The CUDA devices that libtorch finds, which it counts from 0. */
public interface CudaDevices {
  /** Those of this JVM; asking starts libtorch. */
  CudaDevices OF_THIS_JVM =
      new CudaDevices() {
        @Override
        public int count() {
          return TorchEngine.start().getGpuCount();
        }

        @Override
        public int capability(int index) {
          return Integer.parseInt(CudaUtils.getComputeCapability(index));
        }
      };

  /** How many there are. */
  int count();

  /** Compute capability of one, times ten: 80 for 8.0. */
  int capability(int index);
}
