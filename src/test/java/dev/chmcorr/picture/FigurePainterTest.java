package dev.chmcorr.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FigurePainterTest {
  private static final int SCALE = 6;

  /** Keeps where images and texts were drawn; the page itself can be looked at. */
  private static final class Page implements Surface {
    private record Placed(Tile tile, Rectangle2D place) {}

    private record Written(String text, double end) {}

    private final BufferedImage pixels;
    private final Graphics2D graphics;
    private final List<Placed> images = new ArrayList<>();
    private final List<Written> texts = new ArrayList<>();

    Page(Figure figure) {
      FigurePainter painter = new FigurePainter(figure);
      pixels =
          new BufferedImage(
              (int) (FigurePainter.WIDTH * SCALE),
              (int) (painter.height() * SCALE),
              BufferedImage.TYPE_INT_RGB);
      graphics = pixels.createGraphics();
      graphics.scale(SCALE, SCALE);
      painter.paint(this);
    }

    @Override
    public Graphics2D graphics() {
      return graphics;
    }

    @Override
    public void image(Tile tile, Rectangle2D place) {
      images.add(new Placed(tile, place));
      BufferedImage image = Pixels.buffered(tile.image());
      AffineTransform to = AffineTransform.getTranslateInstance(place.getX(), place.getY());
      to.scale(place.getWidth() / image.getWidth(), place.getHeight() / image.getHeight());
      graphics.drawImage(image, to, null);
    }

    @Override
    public void text(String text, Font font, double x, double y) {
      texts.add(new Written(text, x + Lettering.width(text, font)));
      Surface.super.text(text, font, x, y);
    }

    /** Colour at a place of a tile, in pixels of 240. */
    Color at(Rectangle2D place, double x, double y) {
      double across = place.getX() + x / Figure.SIDE * place.getWidth();
      double down = place.getY() + y / Figure.SIDE * place.getHeight();
      return new Color(pixels.getRGB((int) (across * SCALE), (int) (down * SCALE)));
    }

    Rectangle2D last(String key) {
      return images.stream()
          .filter(image -> image.tile().key().equals(key))
          .reduce((first, second) -> second)
          .orElseThrow()
          .place();
    }
  }

  @Test
  void aPartIsABoxOfOneColourOnBothImages() {
    Figure.Part wing = new Figure.Part(2, 120, 86, 188, 52, Figure.Weight.COUNTED);
    Page page = new Page(Figures.of("a", List.of("a"), List.of(wing)));
    Rectangle2D query = page.last("query");
    Rectangle2D neighbour = page.last("neighbour");

    // The bottom edge: 16 pixels below the centre, its line within the box.
    assertThat(page.at(query, 120, 86 + 14.5)).isEqualTo(Palette.part(2));
    assertThat(page.at(neighbour, 188, 52 + 14.5)).isEqualTo(Palette.part(2));
    Color grey = new Color(Figures.GREY, Figures.GREY, Figures.GREY);
    assertThat(page.at(query, 120, 86 + 25)).isEqualTo(grey);
    assertThat(page.at(query, 188, 52 + 14.5)).isEqualTo(grey);
    assertThat(page.at(neighbour, 120, 86 + 14.5)).isEqualTo(grey);
  }

  /** Its box has the first colour again, and a dark line in it. */
  @Test
  void anEighthPartIsToldFromTheFirst() {
    Figure.Part eighth = new Figure.Part(8, 120, 86, 188, 52, Figure.Weight.COUNTED);
    Page page = new Page(Figures.of("a", List.of("a"), List.of(eighth)));

    List<Color> edge =
        DoubleStream.iterate(12, y -> y < 16, y -> y + 0.1)
            .mapToObj(y -> page.at(page.last("query"), 120, 86 + y))
            .toList();
    assertThat(edge).contains(Palette.part(1), Palette.TEXT);
  }

  @Test
  void theNeighbourIsBelowTheQueryAndBothAreDrawnAgainForTheParts() {
    Page page = new Page(Figures.of("a"));

    assertThat(page.images.stream().map(image -> image.tile().key()))
        .containsExactly("query", "neighbour", "query", "query", "neighbour");
    assertThat(page.last("neighbour").getX()).isEqualTo(page.last("query").getX());
    assertThat(page.last("neighbour").getY()).isGreaterThan(page.last("query").getMaxY());
  }

  @Test
  void aMaskVeilsTheCellsThatItLeavesOut() {
    double[] mask = new double[49];
    mask[2 * 7 + 4] = 1;
    Figure plain = Figures.of("a");
    Figure.Subject query = plain.query();
    Page page =
        new Page(
            new Figure(
                new Figure.Subject(query.name(), query.file(), query.truth(), query.tile(), mask),
                plain.reranked(),
                plain.parts(),
                plain.nearest(),
                plain.caption()));

    double cell = Figure.SIDE / 7.0;
    Rectangle2D place = page.last("query");
    assertThat(place.getX()).isLessThan(page.last("neighbour").getX());
    assertThat(page.at(place, 4.5 * cell, 2.5 * cell).getRed()).isEqualTo(Figures.GREY);
    assertThat(page.at(place, 2.5 * cell, 4.5 * cell).getRed()).isGreaterThan(Figures.GREY + 80);
  }

  @Test
  void saysWhatIsRightWrongAndUnknownInWords() {
    Page page = new Page(Figures.of("a", List.of(), List.of()));

    assertThat(page.texts.stream().map(Page.Written::text))
        .contains("wrong:", "ground truth unknown:", "unknown", "3 of 5 votes", "4 of 5 votes");
  }

  @Test
  void aTileWithoutImageSaysWhy() {
    Figure plain = Figures.of("a");
    Figure.Row row = plain.reranked();
    Figure figure =
        new Figure(
            plain.query(),
            new Figure.Row(
                row.method(),
                row.note(),
                row.prediction(),
                row.query(),
                List.of(new Figure.Neighbour(Tile.missing("x", "Cannot show it"), "rank 1", ""))),
            plain.parts(),
            plain.nearest(),
            plain.caption());

    Page page = new Page(figure);

    assertThat(page.texts.stream().map(Page.Written::text)).contains("Cannot show it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"WWWWWWWWWW", "قطة سوداء ", "黑猫", "<b>&\"'", "a\u0301\uD83D\uDC26 "})
  void longNamesStayOnThePage(String part) {
    String name = part.repeat(60);
    Page page = new Page(Figures.of(name, List.of(name, name, name), List.of()));

    assertThat(page.texts)
        .isNotEmpty()
        .allSatisfy(text -> assertThat(text.end()).isLessThan(FigurePainter.WIDTH - 10));
    assertThat(page.texts.stream().map(Page.Written::text)).anyMatch(text -> text.endsWith("…"));
  }
}
