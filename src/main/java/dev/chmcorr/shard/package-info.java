/** Tar shards of images: which bytes are which image, and writing them. Knows no file system. */
package dev.chmcorr.shard;
