package dev.chmcorr.picture;

import java.awt.Color;

/** Colours that people with any kind of colour vision tell apart (Okabe and Ito 2008). */
final class Palette {
  static final Color TEXT = new Color(0x1A1A1A);
  static final Color QUIET_TEXT = new Color(0x4D4D4D);
  static final Color PAPER = Color.WHITE;
  static final Color FRAME = new Color(0x8C8C8C);
  static final Color MISSING = new Color(0xDDDDDD);
  static final Color RIGHT = new Color(0x007A59);
  static final Color WRONG = new Color(0xB84B00);

  /** Lays over what a mask leaves out. */
  static final Color VEIL = new Color(255, 255, 255, 178);

  private static final Color[] PARTS = {
    new Color(0xE69F00),
    new Color(0x56B4E9),
    new Color(0x009E73),
    new Color(0xF0E442),
    new Color(0x0072B2),
    new Color(0xD55E00),
    new Color(0xCC79A7),
  };

  private Palette() {}

  /**
   * The colour of parts of a number; numbers that are far apart share one, {@link #isFirst} tells
   * them apart.
   *
   * @param number from 1
   */
  static Color part(int number) {
    return PARTS[(number - 1) % PARTS.length];
  }

  /** Whether no lower number has the colour of this one. */
  static boolean isFirst(int number) {
    return number <= PARTS.length;
  }

  /** Black or white, whichever is easier to read on a colour. */
  static Color on(Color background) {
    double light =
        0.2126 * linear(background.getRed())
            + 0.7152 * linear(background.getGreen())
            + 0.0722 * linear(background.getBlue());
    // Equal contrast (WCAG) to black and to white.
    return light > 0.179 ? Color.BLACK : Color.WHITE;
  }

  private static double linear(int channel) {
    double value = channel / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }
}
