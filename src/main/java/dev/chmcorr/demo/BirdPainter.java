package dev.chmcorr.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Line2D;
import java.util.Random;

/** Paints one bird. Everything is drawn in bird coordinates under the pose's transforms. */
final class BirdPainter {
  private final Graphics2D canvas;
  private final Plumage plumage;
  private final Build build;
  private final Pose pose;
  private final Random random;

  private BirdPainter(Graphics2D canvas, Species species, Pose pose, Random random) {
    this.canvas = canvas;
    this.plumage = species.plumage();
    this.build = species.build();
    this.pose = pose;
    this.random = random;
  }

  /** Paints on a canvas whose coordinates are pixels; leaves its transform as it was. */
  static void paint(Graphics2D canvas, Species species, Pose pose, Random random) {
    AffineTransform pixels = canvas.getTransform();
    canvas.transform(pose.toImage());
    new BirdPainter(canvas, species, pose, random).paint();
    canvas.setTransform(pixels);
  }

  private void paint() {
    leg(-0.08, plumage.of(Region.LEG).darker());
    leg(0.18, plumage.of(Region.LEG));
    within(pose.tailToBody(), this::tail);
    body();
    within(pose.headToBody(), this::head);
    wing();
  }

  private void leg(double x, Color colour) {
    canvas.setColor(colour);
    double foot = Anatomy.footY(build);
    line(x, build.girth() * 0.85, x + 0.03, foot, 0.07);
    for (double toe : new double[] {-0.13, 0.1, 0.2}) {
      line(x + 0.03, foot, x + 0.03 + toe, foot + 0.05, 0.05);
    }
  }

  private void tail() {
    fill(Anatomy.tail(build), plumage.of(Region.TAIL));
    fill(Anatomy.tailTip(build), plumage.of(Region.TAIL_TIP));
    canvas.setColor(new Color(0, 0, 0, 70));
    double end = -0.9 - build.tail();
    for (double y : new double[] {-0.04, 0.05, 0.14}) {
      line(-0.7, y, end + 0.06, y, 0.015);
    }
  }

  private void body() {
    Area body = Anatomy.body(build);
    fill(body, plumage.of(Region.BACK));
    fill(common(body, Anatomy.belly(build)), plumage.of(Region.BELLY));
    fill(common(body, Anatomy.breast()), plumage.of(Region.BREAST));
    for (int i = 0; i < build.spots(); i++) {
      for (double x = -0.2; x < 0.95; x += 0.19) {
        double shift = i % 2 == 0 ? 0.09 : 0;
        Shape spot = Anatomy.ellipse(x + shift, build.girth() - 0.1 - 0.15 * i, 0.05, 0.045);
        fill(common(body, spot), plumage.of(Region.BACK).darker().darker());
      }
    }
    feathers(body, 160);
    shade(body, -0.75, 0.75);
  }

  private void head() {
    Area head = Anatomy.head();
    Area crown = Anatomy.crown(build);
    fill(Anatomy.beak(build), plumage.of(Region.BEAK));
    shade(Anatomy.beak(build), -0.8, -0.5);
    canvas.setColor(new Color(0, 0, 0, 120));
    line(1.2, -0.63, 1.22 + build.beak(), -0.59, 0.02);
    fill(head, plumage.of(Region.BACK));
    Area throat = common(head, Anatomy.throat());
    throat.add(common(Anatomy.body(build), Anatomy.throat()));
    fill(throat, plumage.of(Region.THROAT));
    fill(crown, plumage.of(Region.CROWN));
    fill(common(head, Anatomy.face()), plumage.of(Region.FACE));
    if (build.brow()) {
      fill(common(head, Anatomy.brow()), new Color(0xF0ECE0));
    }
    feathers(head, 50);
    shade(head, -1.15, -0.2);
    eye();
  }

  private void eye() {
    fill(Anatomy.ellipse(Landmarks.EYE_X, Landmarks.EYE_Y, 0.085, 0.085), new Color(0xC9BFA8));
    fill(Anatomy.ellipse(Landmarks.EYE_X, Landmarks.EYE_Y, 0.067, 0.067), new Color(0x120E0C));
    fill(
        Anatomy.ellipse(Landmarks.EYE_X + 0.02, Landmarks.EYE_Y - 0.025, 0.018, 0.018),
        Color.WHITE);
  }

  private void wing() {
    Area wing = Anatomy.wing();
    fill(wing, plumage.of(Region.WING));
    feathers(wing, 70);
    fill(Anatomy.flightFeathers(), new Color(0, 0, 0, 60));
    canvas.setColor(new Color(0, 0, 0, 90));
    for (int i = 0; i < 4; i++) {
      line(-0.4, -0.22 + 0.11 * i, -1.04 + 0.07 * i, 0.02 + 0.03 * i, 0.016);
    }
    for (int i = 0; i < build.wingBars(); i++) {
      fill(Anatomy.wingBar(i), plumage.of(Region.WING_BAR));
    }
    canvas.setColor(new Color(0, 0, 0, 60));
    canvas.setStroke(new BasicStroke(0.02f));
    canvas.draw(wing);
    shade(wing, -0.6, 0.4);
  }

  /** Short strokes along the body, a little lighter or darker than what lies below. */
  private void feathers(Area area, int count) {
    for (int i = 0; i < count; i++) {
      double x = area.getBounds2D().getX() + area.getBounds2D().getWidth() * random.nextDouble();
      double y = area.getBounds2D().getY() + area.getBounds2D().getHeight() * random.nextDouble();
      int tone = random.nextBoolean() ? 255 : 0;
      if (area.contains(x - 0.1, y - 0.02, 0.1, 0.06)) {
        canvas.setColor(new Color(tone, tone, tone, 26));
        line(x, y, x - 0.09, y + 0.03, 0.03);
      }
    }
  }

  /** Light from above. */
  private void shade(Shape shape, double top, double bottom) {
    float middle = (float) (top + 0.4 * (bottom - top));
    Color clear = new Color(0, 0, 0, 0);
    canvas.setPaint(
        new GradientPaint(
            0, (float) top, new Color(255, 255, 255, 46), 0, middle, new Color(255, 255, 255, 0)));
    canvas.fill(shape);
    canvas.setPaint(new GradientPaint(0, middle, clear, 0, (float) bottom, new Color(0, 0, 0, 84)));
    canvas.fill(shape);
  }

  private void within(AffineTransform turn, Runnable painting) {
    AffineTransform before = canvas.getTransform();
    canvas.transform(turn);
    painting.run();
    canvas.setTransform(before);
  }

  private void fill(Shape shape, Color colour) {
    canvas.setColor(colour);
    canvas.fill(shape);
  }

  private void line(double x0, double y0, double x1, double y1, double width) {
    canvas.setStroke(new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    canvas.draw(new Line2D.Double(x0, y0, x1, y1));
  }

  private static Area common(Area area, Shape shape) {
    Area common = new Area(shape);
    common.intersect(area);
    return common;
  }
}
