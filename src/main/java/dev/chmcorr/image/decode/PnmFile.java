package dev.chmcorr.image.decode;

import dev.chmcorr.domain.RgbImage;

/**
 * A PBM, PGM or PPM file, binary or plain (Netpbm's P1 to P6). Samples are scaled to 0..255, but
 * grey of more than 8 bits to 0..65535 and then clipped at 255, as Pillow does.
 *
 * @param kind the digit of the magic number
 * @param maxValue sample of full brightness; 1 in bitmaps
 * @param start where the samples begin
 */
record PnmFile(byte[] encoded, int kind, int width, int height, int maxValue, int start)
    implements EncodedImage {
  private static final int MAX_NUMBER = 10;

  static PnmFile parse(byte[] encoded) {
    int kind = encoded[1] - '0';
    if (!isSpace(encoded[2])) {
      throw ImageException.unidentified();
    }
    Numbers numbers = new Numbers(encoded, 3);
    int width = numbers.next();
    int height = numbers.next();
    int maxValue = isBitmap(kind) ? 1 : numbers.next();
    if (maxValue < 1 || maxValue > 65535) {
      throw new ImageException("maxval must be greater than 0 and less than 65536");
    }
    return new PnmFile(encoded, kind, width, height, maxValue, numbers.at);
  }

  private static boolean isBitmap(int kind) {
    return kind == 1 || kind == 4;
  }

  private boolean isPlain() {
    return kind <= 3;
  }

  private int bands() {
    return kind == 3 || kind == 6 ? 3 : 1;
  }

  @Override
  public RgbImage decode() {
    int samples = Math.multiplyExact(Math.multiplyExact(width, height), bands());
    if (encoded.length - start < leastBytes(samples)) {
      throw ImageException.truncated();
    }
    byte[] rgb = new byte[Math.multiplyExact(3, width * height)];
    Numbers numbers = new Numbers(encoded, start);
    int copies = 3 / bands();
    for (int i = 0; i < samples; i++) {
      byte value = (byte) toByte(isPlain() ? plainSample(numbers) : binarySample(i));
      for (int c = 0; c < copies; c++) {
        rgb[i * copies + c] = value;
      }
    }
    return new RgbImage(height, width, rgb);
  }

  /** So that no memory is taken for pixels that a short file cannot hold. */
  private long leastBytes(int samples) {
    return switch (kind) {
      case 1 -> samples;
      case 4 -> (width + 7L) / 8 * height;
      case 5, 6 -> maxValue < 256 ? samples : 2L * samples;
      default -> 2L * samples - 1;
    };
  }

  private int binarySample(int i) {
    if (kind == 4) {
      int x = i % width;
      int packed = encoded[start + i / width * ((width + 7) / 8) + x / 8];
      return (packed >> (7 - x % 8)) & 1;
    }
    return maxValue < 256
        ? encoded[start + i] & 0xFF
        : ((encoded[start + 2 * i] & 0xFF) << 8) | (encoded[start + 2 * i + 1] & 0xFF);
  }

  private int plainSample(Numbers numbers) {
    int value = kind == 1 ? numbers.nextDigit() : numbers.next();
    if (value > maxValue) {
      throw new ImageException("channel value too large for this mode: " + value);
    }
    return value;
  }

  private int toByte(int value) {
    if (isBitmap(kind)) {
      return value == 0 ? 255 : 0;
    }
    int full = maxValue > 255 && bands() == 1 ? 65535 : 255;
    return Math.min(255, (int) Math.rint((double) value / maxValue * full));
  }

  private static boolean isSpace(byte c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  /** Decimal numbers between white space and comments. */
  private static final class Numbers {
    private final byte[] text;
    private int at;

    Numbers(byte[] text, int at) {
      this.text = text;
      this.at = at;
    }

    /** The next number; the one white space behind it is passed, too. */
    int next() {
      skipSpace();
      long value = 0;
      int first = at;
      while (at < text.length && !isSpace(text[at])) {
        value = 10 * value + digit(text[at++]);
        if (at - first > MAX_NUMBER) {
          throw new ImageException("token too long in file");
        }
      }
      if (at == first) {
        throw ImageException.truncated();
      }
      at++;
      return (int) Math.min(value, Integer.MAX_VALUE);
    }

    int nextDigit() {
      skipSpace();
      if (at >= text.length) {
        throw ImageException.truncated();
      }
      return digit(text[at++]);
    }

    private static int digit(byte c) {
      if (c < '0' || c > '9') {
        throw new ImageException("invalid token for this mode: " + (c & 0xFF));
      }
      return c - '0';
    }

    private void skipSpace() {
      while (at < text.length && (isSpace(text[at]) || text[at] == '#')) {
        if (text[at] == '#') {
          while (at < text.length && text[at] != '\n' && text[at] != '\r') {
            at++;
          }
        }
        at++;
      }
    }
  }
}
