package dev.chmcorr.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.util.Random;

/** What surrounds a bird: blurred greenery, sky or earth, a perch, twigs, leaves before it. */
final class Scenery {
  private final Graphics2D canvas;
  private final int width;
  private final int height;
  private final Growth growth;
  private final Random random;

  Scenery(Graphics2D canvas, int width, int height, Growth growth, Random random) {
    this.growth = growth;
    this.canvas = canvas;
    this.width = width;
    this.height = height;
    this.random = random;
  }

  /** Everything behind the bird. */
  void paintBehind(Point2D feet) {
    clouds();
    for (int i = random.nextInt(12); i > 0; i--) {
      disc();
    }
    for (int i = random.nextInt(growth.twigs() + 1); i > 0; i--) {
      twig();
    }
    for (int i = random.nextInt(growth.leavesBehind() + 1); i > 0; i--) {
      canvas.setColor(leafColour());
      canvas.fill(leaf());
    }
    perch(feet);
  }

  /**
   * Leaves before the bird.
   *
   * @return what they cover, in pixels
   */
  Area paintBefore() {
    Area covered = new Area();
    int spread = growth.mostBefore() - growth.fewestBefore();
    for (int i = growth.fewestBefore() + random.nextInt(spread + 1); i > 0; i--) {
      Shape leaf = leaf();
      canvas.setColor(leafColour());
      canvas.fill(leaf);
      covered.add(new Area(leaf));
    }
    return covered;
  }

  /** A smooth blend of two colours of the outdoors. */
  private void clouds() {
    int columns = 5 + random.nextInt(6);
    int rows = 4 + random.nextInt(5);
    Color one = outdoors();
    Color two = outdoors();
    BufferedImage grid = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        grid.setRGB(x, y, blend(one, two, random.nextDouble()).getRGB());
      }
    }
    canvas.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    canvas.drawImage(grid, -30, -30, width + 60, height + 60, null);
  }

  private void disc() {
    Color colour = outdoors();
    double radius = height * (0.04 + 0.12 * random.nextDouble());
    canvas.setColor(
        new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 40 + random.nextInt(70)));
    canvas.fill(
        Anatomy.ellipse(width * random.nextDouble(), height * random.nextDouble(), radius, radius));
  }

  private void twig() {
    canvas.setColor(blend(new Color(0x5A4430), outdoors(), 0.5 * random.nextDouble()));
    canvas.setStroke(
        new BasicStroke(2 + 8 * random.nextFloat(), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    canvas.draw(
        new Line2D.Double(
            width * (1.4 * random.nextDouble() - 0.2),
            height * (1.4 * random.nextDouble() - 0.2),
            width * (1.4 * random.nextDouble() - 0.2),
            height * (1.4 * random.nextDouble() - 0.2)));
  }

  /** A branch through the feet, or ground from the feet down. */
  private void perch(Point2D feet) {
    canvas.setColor(blend(new Color(0x4E3B2A), outdoors(), 0.6 * random.nextDouble()));
    double slope = 0.5 * random.nextDouble() - 0.25;
    double left = feet.getY() - slope * feet.getX();
    double right = left + slope * width;
    if (random.nextInt(3) > 0) {
      canvas.setStroke(new BasicStroke(8 + 10 * random.nextFloat()));
      canvas.draw(new Line2D.Double(-20, left + 6, width + 20, right + 6));
    } else {
      canvas.fill(Anatomy.polygon(0, left, width, right, width, height, 0, height));
    }
  }

  private Shape leaf() {
    double length = height * (0.08 + 0.14 * random.nextDouble());
    AffineTransform place =
        AffineTransform.getTranslateInstance(
            width * random.nextDouble(), height * random.nextDouble());
    double angle = 2 * StrictMath.PI * random.nextDouble();
    place.concatenate(
        new AffineTransform(
            length * StrictMath.cos(angle),
            length * StrictMath.sin(angle),
            -length * StrictMath.sin(angle),
            length * StrictMath.cos(angle),
            0,
            0));
    return place.createTransformedShape(Anatomy.smooth(-0.5, 0, -0.1, -0.2, 0.5, 0, -0.1, 0.2));
  }

  private Color leafColour() {
    return Color.getHSBColor(
        0.16f + 0.2f * random.nextFloat(),
        0.3f + 0.45f * random.nextFloat(),
        0.25f + 0.45f * random.nextFloat());
  }

  /** Mostly greens, browns and greys, now and then a sky. */
  private Color outdoors() {
    boolean sky = random.nextInt(4) == 0;
    float hue = sky ? 0.5f + 0.12f * random.nextFloat() : 0.06f + 0.32f * random.nextFloat();
    return Color.getHSBColor(
        hue, 0.1f + 0.45f * random.nextFloat(), 0.3f + 0.55f * random.nextFloat());
  }

  private static Color blend(Color one, Color two, double share) {
    return new Color(
        (int) (one.getRed() + share * (two.getRed() - one.getRed())),
        (int) (one.getGreen() + share * (two.getGreen() - one.getGreen())),
        (int) (one.getBlue() + share * (two.getBlue() - one.getBlue())));
  }
}
