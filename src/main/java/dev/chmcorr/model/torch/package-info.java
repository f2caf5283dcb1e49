/**
 * libtorch: its start, devices, archives as networks, and the TorchScript that comes along.
 *
 * <p>Uses {@code archive} and {@code domain}.
 */
package dev.chmcorr.model.torch;
