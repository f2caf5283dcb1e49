package dev.chmcorr.pickle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The two forms in which a pickle's bytes arrive: byte[], or a str of Latin-1 characters. */
final class RawBytes {
  private RawBytes() {}

  /** Without decoding. */
  static int length(Object bytes) throws PickleException {
    if (bytes instanceof byte[] array) {
      return array.length;
    }
    if (bytes instanceof String text) {
      return text.length();
    }
    throw new PickleException("it has a numpy value without bytes");
  }

  static ByteBuffer of(Object bytes) {
    return ByteBuffer.wrap(
        bytes instanceof byte[] array
            ? array
            : ((String) bytes).getBytes(StandardCharsets.ISO_8859_1));
  }
}
