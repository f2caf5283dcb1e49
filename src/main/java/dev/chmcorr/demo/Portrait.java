package dev.chmcorr.demo;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Area;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/**
 * A picture of one bird.
 *
 * @param image RGB, 300 to 500 pixels a side
 * @param parts pixel positions of the parts that can be seen in it
 */
record Portrait(BufferedImage image, Map<Part, Point2D> parts) {
  /** Draws one; the random stream decides pose, surroundings and light. */
  static Portrait draw(Species species, Growth growth, Random random) {
    int width = 360 + random.nextInt(121);
    int height = 310 + random.nextInt(61);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = smooth(image);
    Pose pose = Pose.any(width, height, random);
    Scenery scenery = new Scenery(canvas, width, height, growth, random);
    scenery.paintBehind(feet(species.build(), pose));
    BirdPainter.paint(canvas, species, pose, random);
    Area covered = scenery.paintBefore();
    canvas.dispose();
    Exposure.any(random).apply(image, random);
    Map<Part, Point2D> parts = new EnumMap<>(Landmarks.of(species.build(), pose));
    parts.values().removeIf(p -> covered.contains(p) || !inside(p, width, height));
    return new Portrait(image, parts);
  }

  private static Graphics2D smooth(BufferedImage image) {
    Graphics2D canvas = image.createGraphics();
    canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    return canvas;
  }

  private static Point2D feet(Build build, Pose pose) {
    return pose.toImage().transform(new Point2D.Double(0.1, Anatomy.footY(build)), null);
  }

  private static boolean inside(Point2D p, int width, int height) {
    return p.getX() >= 0 && p.getY() >= 0 && p.getX() < width && p.getY() < height;
  }
}
