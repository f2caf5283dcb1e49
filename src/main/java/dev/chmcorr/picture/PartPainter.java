package dev.chmcorr.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Area;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Draws boxes of parts on tiles, and masks. */
final class PartPainter {
  /** Side of a box, in pixels of an image of {@link Figure#SIDE}. */
  private static final double BOX = 32;

  private static final int CELLS = 7;
  private static final double LINE = 1.3;
  private static final double HALO = 2;

  /** In the middle of the line, where a colour comes again. */
  private static final double STRIPE = 0.45;

  private static final double TAG = 6.4;
  private static final float[] DASHES = {1.6f, 1.6f};

  private final Surface surface;

  PartPainter(Surface surface) {
    this.surface = surface;
  }

  /** Boxes where the parts lie in the query. */
  void inQuery(List<Figure.Part> parts, Rectangle2D place) {
    boxes(parts, part -> square(part.x(), part.y(), place));
  }

  /** Boxes where the parts lie in the neighbour; one for parts that meet. */
  void inNeighbour(List<Figure.Part> parts, Rectangle2D place) {
    Map<Integer, Figure.Part> places = new LinkedHashMap<>();
    parts.forEach(part -> places.putIfAbsent(part.number(), part));
    boxes(List.copyOf(places.values()), part -> square(part.targetX(), part.targetY(), place));
  }

  /** In layers, since boxes touch: no edge may hide another. */
  private void boxes(List<Figure.Part> parts, Function<Figure.Part, Rectangle2D> square) {
    Graphics2D graphics = surface.graphics();
    graphics.setColor(Color.WHITE);
    graphics.setStroke(new BasicStroke((float) HALO));
    parts.forEach(part -> graphics.draw(square.apply(part)));
    for (Figure.Part part : parts) {
      graphics.setColor(Palette.part(part.number()));
      graphics.setStroke(stroke(part.weight()));
      graphics.draw(square.apply(part));
      if (!Palette.isFirst(part.number())) {
        graphics.setColor(Palette.TEXT);
        graphics.setStroke(new BasicStroke((float) STRIPE));
        graphics.draw(square.apply(part));
      }
    }
    parts.forEach(part -> tag(part, square.apply(part)));
  }

  /** The middle of the box's edge: all of its line lies within the box. */
  private static Rectangle2D square(double x, double y, Rectangle2D place) {
    double scale = place.getWidth() / Figure.SIDE;
    double side = BOX * scale - LINE;
    return new Rectangle2D.Double(
        place.getX() + x * scale - side / 2, place.getY() + y * scale - side / 2, side, side);
  }

  private static BasicStroke stroke(Figure.Weight weight) {
    return switch (weight) {
      case COUNTED -> new BasicStroke((float) LINE);
      case LEFT_OUT ->
          new BasicStroke(
              (float) LINE, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, DASHES, 0);
    };
  }

  /** The number, on the colour of the box. */
  private void tag(Figure.Part part, Rectangle2D square) {
    Graphics2D graphics = surface.graphics();
    String number = String.valueOf(part.number());
    Color color = Palette.part(part.number());
    Font font = Lettering.bold(5);
    double width = Math.max(TAG, Lettering.width(number, font) + 2);
    double x = square.getX() - LINE / 2;
    double y = square.getY() - LINE / 2;
    graphics.setColor(color);
    graphics.fill(new Rectangle2D.Double(x, y, width, TAG));
    graphics.setColor(Palette.on(color));
    double inset = (width - Lettering.width(number, font)) / 2;
    surface.text(number, font, x + inset, y + TAG - 1.3);
  }

  /** Veils the cells that a mask leaves out and frames the others. */
  void mask(double[] mask, Rectangle2D place) {
    double side = place.getWidth() / CELLS;
    Area veil = new Area(place);
    Path2D frames = new Path2D.Double();
    for (int cell = 0; cell < mask.length; cell++) {
      if (mask[cell] != 0) {
        double x = place.getX() + cell % CELLS * side;
        int row = cell / CELLS;
        double y = place.getY() + row * side;
        Rectangle2D square = new Rectangle2D.Double(x, y, side, side);
        veil.subtract(new Area(square));
        frames.append(square, false);
      }
    }
    Graphics2D graphics = surface.graphics();
    graphics.setColor(Palette.VEIL);
    graphics.fill(veil);
    graphics.setColor(Palette.TEXT);
    graphics.setStroke(new BasicStroke(0.6f));
    graphics.draw(frames);
  }
}
