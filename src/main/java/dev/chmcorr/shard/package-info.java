/**
 * Tar shards of images: which bytes are which image, and writing them.
 *
 * <p>Uses {@code domain}, and no file system.
 */
package dev.chmcorr.shard;
