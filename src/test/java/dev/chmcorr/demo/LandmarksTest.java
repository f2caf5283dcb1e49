package dev.chmcorr.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The part positions name pixels of the part's colour. */
class LandmarksTest {
  private static final int SIDE = 400;

  @Test
  void partsWearTheirColours() {
    List<Species> species = Families.draw(60, 3);
    for (int i = 0; i < species.size(); i++) {
      Random random = Seeds.random(3, i);
      Pose pose = Pose.any(SIDE, SIDE, random);
      BufferedImage picture = paint(species.get(i), pose, random);
      Map<Part, Point2D> parts = Landmarks.of(species.get(i).build(), pose);
      Part wing = pose.facesRight() ? Part.RIGHT_WING : Part.LEFT_WING;
      check(species.get(i), picture, parts, Part.CROWN, Region.CROWN);
      check(species.get(i), picture, parts, Part.THROAT, Region.THROAT);
      check(species.get(i), picture, parts, Part.BREAST, Region.BREAST);
      check(species.get(i), picture, parts, Part.TAIL, Region.TAIL);
      check(species.get(i), picture, parts, Part.BEAK, Region.BEAK);
      check(species.get(i), picture, parts, Part.BACK, Region.BACK);
      check(species.get(i), picture, parts, Part.FOREHEAD, Region.CROWN);
      check(species.get(i), picture, parts, Part.NAPE, Region.CROWN);
      check(species.get(i), picture, parts, Part.BELLY, Region.BELLY);
      check(species.get(i), picture, parts, wing, Region.WING);
    }
  }

  @Test
  void theEyeIsBlackAndOnTheSideThatIsSeen() {
    for (int i = 0; i < 20; i++) {
      Species species = Families.draw(1, i).get(0);
      Random random = Seeds.random(4, i);
      Pose pose = Pose.any(SIDE, SIDE, random);
      Map<Part, Point2D> parts = Landmarks.of(species.build(), pose);
      Part eye = pose.facesRight() ? Part.RIGHT_EYE : Part.LEFT_EYE;
      Part hidden = pose.facesRight() ? Part.LEFT_EYE : Part.RIGHT_EYE;

      assertThat(parts).hasSize(13).doesNotContainKey(hidden);
      Color pixel = at(paint(species, pose, random), parts.get(eye));
      assertThat(pixel.getRed() + pixel.getGreen() + pixel.getBlue()).isLessThan(120);
      boolean beakOnTheRight = parts.get(Part.BEAK).getX() > parts.get(Part.TAIL).getX();
      assertThat(beakOnTheRight).isEqualTo(pose.facesRight());
    }
  }

  private static BufferedImage paint(Species species, Pose pose, Random random) {
    BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = picture.createGraphics();
    canvas.setColor(Color.MAGENTA);
    canvas.fillRect(0, 0, SIDE, SIDE);
    BirdPainter.paint(canvas, species, pose, random);
    canvas.dispose();
    return picture;
  }

  /** Shading darkens by a third and lightens by a fifth at most, feathers by a tenth. */
  private static void check(
      Species species, BufferedImage picture, Map<Part, Point2D> parts, Part part, Region region) {
    Point2D place = parts.get(part);
    if (place.getX() < 0 || place.getX() >= SIDE || place.getY() < 0 || place.getY() >= SIDE) {
      return;
    }
    Color pixel = at(picture, place);
    Color worn = species.plumage().of(region);
    String what = "%s of %s: %s, plumage %s".formatted(part, species.name(), pixel, worn);
    assertThat(pixel.getRed()).as(what).isBetween(low(worn.getRed()), high(worn.getRed()));
    assertThat(pixel.getGreen()).as(what).isBetween(low(worn.getGreen()), high(worn.getGreen()));
    assertThat(pixel.getBlue()).as(what).isBetween(low(worn.getBlue()), high(worn.getBlue()));
  }

  private static int low(int channel) {
    return (int) (0.6 * channel) - 12;
  }

  private static int high(int channel) {
    return channel + (int) (0.3 * (255 - channel)) + 12;
  }

  private static Color at(BufferedImage picture, Point2D place) {
    return new Color(picture.getRGB((int) place.getX(), (int) place.getY()));
  }
}
