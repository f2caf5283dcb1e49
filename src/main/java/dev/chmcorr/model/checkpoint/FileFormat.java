package dev.chmcorr.model.checkpoint;

import dev.chmcorr.pickle.PickleException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** The formats of weights that are read, told apart by what a file begins with. */
enum FileFormat {
  ZIP,
  LEGACY,
  SAFETENSORS;

  /** Enough to know every format, and the header of a tar. */
  private static final int HEAD = 512;

  private static final byte PICKLE = (byte) 0x80;

  /** Torch's legacy files begin with a pickle of a number of ten bytes. */
  private static final int LEGACY_PROTOCOLS = 5;

  /**
   * Finds the format.
   *
   * @throws PickleException that says what the file is instead
   */
  static FileFormat of(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new PickleException(
          "it is a folder; name the file of weights in it (model.safetensors, pytorch_model.bin)");
    }
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(HEAD);
    }
    if (ForeignFiles.startsWith(head, "PK\3\4") || ForeignFiles.startsWith(head, "PK\5\6")) {
      return ZIP;
    }
    if (isSafetensors(head)) {
      return SAFETENSORS;
    }
    if (head.length > 1 && head[0] == PICKLE && head[1] > 0 && head[1] <= LEGACY_PROTOCOLS) {
      return LEGACY;
    }
    throw new PickleException(ForeignFiles.name(head));
  }

  /** A length that a header may have, and the begin of an object of JSON. */
  private static boolean isSafetensors(byte[] head) {
    if (head.length <= Long.BYTES || head[Long.BYTES] != '{') {
      return false;
    }
    long length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return length > 0 && length <= SafetensorsFile.MAX_HEADER;
  }
}
