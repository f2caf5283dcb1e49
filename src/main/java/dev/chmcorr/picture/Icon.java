package dev.chmcorr.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** Marks of right, wrong and unknown: their forms differ as their colours do. */
final class Icon {
  private Icon() {}

  static Color color(Figure.Verdict verdict) {
    return switch (verdict) {
      case RIGHT -> Palette.RIGHT;
      case WRONG -> Palette.WRONG;
      case UNKNOWN -> Palette.QUIET_TEXT;
    };
  }

  /**
   * Draws a mark.
   *
   * @param size of its square
   */
  static void draw(Surface surface, Figure.Verdict verdict, double x, double y, double size) {
    Graphics2D graphics = surface.graphics();
    graphics.setColor(color(verdict));
    graphics.fill(
        switch (verdict) {
          case RIGHT, UNKNOWN -> new Ellipse2D.Double(x, y, size, size);
          case WRONG -> new Rectangle2D.Double(x, y, size, size);
        });
    graphics.setColor(Color.WHITE);
    if (verdict == Figure.Verdict.UNKNOWN) {
      Font font = Lettering.bold(size * 0.8);
      surface.text("?", font, x + (size - Lettering.width("?", font)) / 2, y + size * 0.79);
      return;
    }
    graphics.setStroke(
        new BasicStroke((float) (size * 0.16), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(sign(verdict, x, y, size));
  }

  private static Shape sign(Figure.Verdict verdict, double x, double y, double size) {
    double[][] lines =
        verdict == Figure.Verdict.RIGHT
            ? new double[][] {{0.25, 0.53, 0.43, 0.71, 0.75, 0.32}}
            : new double[][] {{0.27, 0.27, 0.73, 0.73}, {0.73, 0.27, 0.27, 0.73}};
    Path2D path = new Path2D.Double();
    for (double[] line : lines) {
      path.moveTo(x + size * line[0], y + size * line[1]);
      for (int i = 2; i < line.length; i += 2) {
        path.lineTo(x + size * line[i], y + size * line[i + 1]);
      }
    }
    return path;
  }
}
