/** Decoding and transforming images exactly as Pillow and torchvision do. */
package dev.chmcorr.image;
