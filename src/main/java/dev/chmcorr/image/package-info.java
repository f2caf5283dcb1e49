/**
 * Transforming images exactly as Pillow and torchvision do; rooms below decode them and know what
 * they are called.
 *
 * <p>Uses {@code domain}.
 */
package dev.chmcorr.image;
