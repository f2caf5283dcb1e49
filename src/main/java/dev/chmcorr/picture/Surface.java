package dev.chmcorr.picture;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;

/** What a figure is drawn on; lengths are in points, y runs down. */
interface Surface {
  /** Draws shapes. Texts and images have methods of their own. */
  Graphics2D graphics();

  /** Draws an image over a rectangle. */
  void image(Tile tile, Rectangle2D place);

  /**
   * Draws a text in the colour that {@link #graphics} has. As outlines it looks the same everywhere
   * and needs no font where it is looked at.
   *
   * @param text not empty, one line
   * @param x where it begins
   * @param y of the line that it stands on
   */
  default void text(String text, Font font, double x, double y) {
    graphics().fill(Lettering.outline(text, font, x, y));
  }
}
