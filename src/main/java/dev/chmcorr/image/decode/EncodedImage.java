package dev.chmcorr.image.decode;

import dev.chmcorr.domain.RgbImage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An image file whose header has been read and whose pixels have not. */
sealed interface EncodedImage
    permits JpegFile, PngFile, PnmFile, BmpFile, TiffFile, WebpFile, GifFile {
  /** In pixels, as the header says; not checked. */
  int width();

  /** In pixels, as the header says; not checked. */
  int height();

  /** Decodes the pixels. */
  RgbImage decode();

  /**
   * Recognises the format by the first bytes and reads the header.
   *
   * @throws IndexOutOfBoundsException if the file ends within its header
   */
  static EncodedImage of(byte[] encoded) {
    if (startsWith(encoded, "\u00ff\u00d8\u00ff")) {
      return JpegFile.parse(encoded);
    }
    if (startsWith(encoded, PngFile.SIGNATURE)) {
      return PngFile.parse(encoded);
    }
    if (startsWith(encoded, "RIFF") && startsWith(encoded, 8, "WEBP")) {
      return WebpFile.parse(encoded);
    }
    if (startsWith(encoded, "BM")) {
      return BmpFile.parse(encoded);
    }
    if (startsWith(encoded, "II*\0") || startsWith(encoded, "MM\0*")) {
      return TiffFile.parse(encoded);
    }
    if (startsWith(encoded, "P") && encoded.length > 1 && encoded[1] >= '1' && encoded[1] <= '6') {
      return PnmFile.parse(encoded);
    }
    if (startsWith(encoded, GifFile.VERSION_87) || startsWith(encoded, GifFile.VERSION_89)) {
      return GifFile.parse(encoded);
    }
    throw FileKind.refusal(encoded);
  }

  private static boolean startsWith(byte[] encoded, String magic) {
    return startsWith(encoded, 0, magic);
  }

  /** Whether the bytes from {@code offset} on are those of {@code magic} in Latin-1. */
  static boolean startsWith(byte[] encoded, int offset, String magic) {
    byte[] bytes = magic.getBytes(StandardCharsets.ISO_8859_1);
    return offset >= 0
        && encoded.length - offset >= bytes.length
        && Arrays.equals(encoded, offset, offset + bytes.length, bytes, 0, bytes.length);
  }
}
