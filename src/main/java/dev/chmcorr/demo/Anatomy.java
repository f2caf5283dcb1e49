package dev.chmcorr.demo;

import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;

/** Outlines of a bird that faces right, in bird coordinates (see {@link Pose}). */
final class Anatomy {
  static final double NECK_X = 0.68;
  static final double NECK_Y = -0.42;
  static final double TAIL_X = -0.85;
  static final double TAIL_Y = 0.05;

  private Anatomy() {}

  /** Where the feet stand. */
  static double footY(Build build) {
    return build.girth() + 0.36;
  }

  static Area body(Build build) {
    double g = build.girth();
    return new Area(
        smooth(
            -1.05, 0.02, -0.6, -0.36, 0.0, -0.54, 0.48, -0.7, 0.95, -0.62, 1.07, -0.28, 0.98, 0.12,
            0.62, 0.8 * g, 0.1, g, -0.5, 0.72 * g, -0.98, 0.18));
  }

  static Area head() {
    return new Area(ellipse(0.86, -0.7, 0.42, 0.38));
  }

  static Area crown(Build build) {
    Area cap =
        new Area(smooth(0.4, -0.62, 0.45, -1.2, 1.0, -1.2, 1.4, -0.82, 1.02, -0.84, 0.7, -0.72));
    cap.intersect(head());
    if (build.crest() > 0) {
      double h = build.crest();
      cap.add(
          new Area(
              polygon(
                  1.1,
                  -0.98,
                  0.72,
                  -1.02 - h,
                  0.7,
                  -1.05,
                  0.36,
                  -0.98 - 0.7 * h,
                  0.52,
                  -0.9,
                  0.7,
                  -0.85)));
    }
    return cap;
  }

  static Shape face() {
    return smooth(1.28, -0.66, 1.02, -0.82, 0.72, -0.7, 0.62, -0.62, 0.8, -0.55, 1.05, -0.55);
  }

  static Shape brow() {
    return smooth(1.22, -0.78, 0.95, -0.87, 0.6, -0.78, 0.95, -0.81);
  }

  static Shape throat() {
    return ellipse(1.08, -0.4, 0.3, 0.17);
  }

  static Shape breast() {
    return ellipse(0.86, 0.02, 0.42, 0.4);
  }

  static Shape belly(Build build) {
    return ellipse(0.05, build.girth(), 0.95, 0.78 * build.girth());
  }

  static Area wing() {
    return new Area(
        smooth(
            0.5, -0.22, 0.3, -0.42, -0.2, -0.4, -0.8, -0.2, -1.12, 0.05, -0.85, 0.14, -0.3, 0.24,
            0.25, 0.14));
  }

  /** Bar number 0 or 1 across the wing, the first one nearer to the shoulder. */
  static Area wingBar(int number) {
    double x = 0.12 - 0.3 * number;
    Area bar =
        new Area(
            smooth(
                x + 0.08, -0.5, x - 0.04, -0.1, x - 0.1, 0.3, x - 0.2, 0.3, x - 0.14, -0.1,
                x - 0.02, -0.5));
    bar.intersect(wing());
    return bar;
  }

  /** The long feathers behind the second bar, darker than the rest of the wing. */
  static Area flightFeathers() {
    Area rear = new Area(polygon(-0.28, -0.6, -0.5, 0.4, -1.5, 0.4, -1.5, -0.6));
    rear.intersect(wing());
    return rear;
  }

  static Area tail(Build build) {
    double end = -0.95 - build.tail();
    return new Area(polygon(-0.7, -0.16, end, -0.14, end + 0.1, 0.05, end, 0.24, -0.7, 0.22));
  }

  static Area tailTip(Build build) {
    Area tip = tail(build);
    double start = -0.95 - 0.68 * build.tail();
    tip.intersect(new Area(polygon(start, -1, start - 2, -1, start - 2, 1, start, 1)));
    return tip;
  }

  static Shape beak(Build build) {
    double tip = 1.26 + build.beak();
    return new Area(
        smooth(
            1.2,
            -0.78,
            tip - 0.4 * build.beak(),
            -0.69,
            tip,
            -0.58,
            tip - 0.14,
            -0.57,
            1.2,
            -0.52));
  }

  static Shape ellipse(double x, double y, double rx, double ry) {
    return new Ellipse2D.Double(x - rx, y - ry, 2 * rx, 2 * ry);
  }

  static Path2D polygon(double... xy) {
    Path2D path = new Path2D.Double();
    path.moveTo(xy[0], xy[1]);
    for (int i = 2; i < xy.length; i += 2) {
      path.lineTo(xy[i], xy[i + 1]);
    }
    path.closePath();
    return path;
  }

  /** A closed Catmull-Rom curve through the points. */
  static Path2D smooth(double... xy) {
    int n = xy.length;
    Path2D path = new Path2D.Double();
    path.moveTo(xy[0], xy[1]);
    for (int i = 0; i < n; i += 2) {
      int before = (i + n - 2) % n;
      int next = (i + 2) % n;
      int after = (i + 4) % n;
      path.curveTo(
          xy[i] + (xy[next] - xy[before]) / 6,
          xy[i + 1] + (xy[next + 1] - xy[before + 1]) / 6,
          xy[next] - (xy[after] - xy[i]) / 6,
          xy[next + 1] - (xy[after + 1] - xy[i + 1]) / 6,
          xy[next],
          xy[next + 1]);
    }
    path.closePath();
    return path;
  }
}
