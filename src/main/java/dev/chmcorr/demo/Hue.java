package dev.chmcorr.demo;

import java.awt.Color;
import java.util.Locale;
import java.util.Random;

/** The colours of birds; their names become names of species. */
enum Hue {
  EMBER(0xC8481E),
  SAFFRON(0xE0AE28),
  OCHRE(0xB4802F),
  CHESTNUT(0x74371C),
  ROSE(0xD0627A),
  CRIMSON(0x9E1B2E),
  PLUM(0x653566),
  COBALT(0x2A4FA3),
  TEAL(0x1F8186),
  AZURE(0x6AA5D2),
  OLIVE(0x6F7430),
  EMERALD(0x2F8A4A),
  SLATE(0x55626E),
  ASH(0x9AA09E),
  SAND(0xCDB78C),
  IVORY(0xE9E3D0),
  JET(0x26252A),
  UMBER(0x4A3A2C);

  private final int rgb;

  Hue(int rgb) {
    this.rgb = rgb;
  }

  /** "Ember" for EMBER. */
  String title() {
    return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
  }

  /** This colour as one family wears it: up to 14 of 255 away in each channel. */
  Color shade(Random random) {
    return new Color(
        nudge(rgb >> 16, random), nudge(rgb >> 8 & 255, random), nudge(rgb & 255, random));
  }

  static Hue any(Random random) {
    return values()[random.nextInt(values().length)];
  }

  /** A colour that the eye tells from {@code worn}, at least 90 of 441 away. */
  static Hue unlike(Color worn, Random random) {
    Hue hue = any(random);
    while (hue.distance(worn) < 90) {
      hue = any(random);
    }
    return hue;
  }

  private double distance(Color other) {
    int red = (rgb >> 16) - other.getRed();
    int green = (rgb >> 8 & 255) - other.getGreen();
    int blue = (rgb & 255) - other.getBlue();
    return Math.sqrt(red * red + green * green + blue * blue);
  }

  private static int nudge(int channel, Random random) {
    return Math.max(0, Math.min(255, channel + random.nextInt(29) - 14));
  }
}
