package dev.chmcorr.shard;

import dev.chmcorr.domain.UserException;

/**
 * A tar file.
 *
 * @param path for messages and locations, with scheme
 * @param length in bytes
 * @param bytes its content
 */
public record Shard(String path, long length, TarBytes bytes) {
  UserException unusable(String reason, Object... arguments) {
    return new UserException(
        "Cannot use shard %s: %s".formatted(path, reason.formatted(arguments)));
  }

  UserException unusable(Exception cause, String reason, Object... arguments) {
    return new UserException(unusable(reason, arguments).getMessage(), cause);
  }

  /** The file's name without {@code .tar}. */
  String baseName() {
    String file = path.substring(path.lastIndexOf('/') + 1);
    return file.substring(0, file.lastIndexOf('.'));
  }
}
