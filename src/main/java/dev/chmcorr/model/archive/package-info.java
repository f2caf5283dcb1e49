/**
 * TorchScript archives written by hand: TorchScript source, tensors and metadata in one zip that
 * libtorch and Python's {@code torch.jit.load} open.
 */
package dev.chmcorr.model.archive;
