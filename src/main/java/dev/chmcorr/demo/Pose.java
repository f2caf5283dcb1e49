package dev.chmcorr.demo;

import java.awt.geom.AffineTransform;
import java.util.Random;

/**
 * How a bird sits in its picture. Bird coordinates: x along the body towards the head, y down, the
 * body about from -1 to 1.
 *
 * @param toImage bird coordinates to pixels
 * @param headToBody turn of the head about the neck, in bird coordinates
 * @param tailToBody turn of the tail about its base, in bird coordinates
 * @param facesRight whether the bird's right side is seen
 */
record Pose(
    AffineTransform toImage,
    AffineTransform headToBody,
    AffineTransform tailToBody,
    boolean facesRight) {
  /** A pose for a picture of that size; beak and tail may leave it, the body does not. */
  static Pose any(int width, int height, Random random) {
    double scale = Math.min(width, height) * between(0.19, 0.27, random);
    double x = width / 2.0 + Math.min(width, height) * between(-0.1, 0.1, random);
    double y = height * between(0.42, 0.6, random);
    boolean facesRight = random.nextBoolean();
    AffineTransform toImage = AffineTransform.getTranslateInstance(x, y);
    toImage.scale(facesRight ? scale : -scale, scale);
    toImage.concatenate(turn(between(-0.5, 0.4, random), 0, 0));
    return new Pose(
        toImage,
        turn(between(-0.3, 0.55, random), Anatomy.NECK_X, Anatomy.NECK_Y),
        turn(between(-0.3, 0.3, random), Anatomy.TAIL_X, Anatomy.TAIL_Y),
        facesRight);
  }

  /** Clockwise turn by an angle in radians about a point; StrictMath, so the same everywhere. */
  private static AffineTransform turn(double angle, double x, double y) {
    AffineTransform turn = AffineTransform.getTranslateInstance(x, y);
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    turn.concatenate(new AffineTransform(cos, sin, -sin, cos, 0, 0));
    turn.translate(-x, -y);
    return turn;
  }

  private static double between(double low, double high, Random random) {
    return low + (high - low) * random.nextDouble();
  }
}
