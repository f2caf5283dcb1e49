/**
 * Decoding and transforming images exactly as Pillow and torchvision do.
 *
 * <p>Uses {@code domain}.
 */
package dev.chmcorr.image;
