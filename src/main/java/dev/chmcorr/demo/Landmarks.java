package dev.chmcorr.demo;

import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.util.EnumMap;
import java.util.Map;

/** Where the parts of a bird lie. */
final class Landmarks {
  static final double EYE_X = 1.0;
  static final double EYE_Y = -0.73;

  private Landmarks() {}

  /** Pixel positions of the parts that this side of the bird shows. */
  static Map<Part, Point2D> of(Build build, Pose pose) {
    Map<Part, Point2D> bird = new EnumMap<>(Part.class);
    boolean right = pose.facesRight();
    put(bird, Part.BACK, 0.1, -0.47, null);
    put(bird, Part.BREAST, 0.9, 0.08, null);
    put(bird, Part.BELLY, 0.15, 0.74 * build.girth(), null);
    put(bird, right ? Part.RIGHT_WING : Part.LEFT_WING, -0.15, -0.1, null);
    put(bird, right ? Part.RIGHT_LEG : Part.LEFT_LEG, 0.2, build.girth() + 0.2, null);
    put(bird, right ? Part.LEFT_LEG : Part.RIGHT_LEG, -0.06, build.girth() + 0.2, null);
    put(bird, Part.TAIL, -0.95 - 0.6 * build.tail(), 0.09, pose.tailToBody());
    AffineTransform head = pose.headToBody();
    put(bird, right ? Part.RIGHT_EYE : Part.LEFT_EYE, EYE_X, EYE_Y, head);
    put(bird, Part.BEAK, 1.26 + 0.3 * build.beak(), -0.665, head);
    put(bird, Part.CROWN, 0.84, -1.0, head);
    put(bird, Part.FOREHEAD, 1.16, -0.88, head);
    put(bird, Part.NAPE, 0.53, -0.76, head);
    put(bird, Part.THROAT, 1.04, -0.42, head);
    bird.values().forEach(point -> pose.toImage().transform(point, point));
    return bird;
  }

  private static void put(
      Map<Part, Point2D> parts, Part part, double x, double y, AffineTransform turn) {
    Point2D point = new Point2D.Double(x, y);
    parts.put(part, turn == null ? point : turn.transform(point, null));
  }
}
