/**
 * libtorch: its start, devices, archives as networks, and the TorchScript that comes along. Uses
 * {@code archive}.
 */
package dev.chmcorr.model.torch;
