package dev.chmcorr.shard;

import dev.chmcorr.domain.ShardLocation;

/**
 * A regular file in a tar.
 *
 * @param name cleaned: relative, parts separated by single slashes, none of them {@code .} or
 *     {@code ..}, no control characters
 * @param offset where its bytes begin in the tar
 * @param size how many there are; they all lie in the tar
 */
public record TarMember(String name, long offset, long size) {
  /** Where it lies, under a name of its own. */
  ShardLocation location(Shard shard, String imageName) {
    return new ShardLocation(shard.path(), offset, size, imageName);
  }
}
