/**
 * TorchScript archives written by hand: source, tensors and metadata in one zip that libtorch and
 * Python open.
 *
 * <p>Uses {@code checkpoint} and {@code domain}.
 */
package dev.chmcorr.model.archive;
