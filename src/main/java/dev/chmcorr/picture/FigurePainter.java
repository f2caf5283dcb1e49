package dev.chmcorr.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws a figure: the query and its re-ranked neighbours; the query and its nearest neighbours; the
 * query with its parts, once for each re-ranked neighbour; and these neighbours with the same
 * parts.
 */
final class FigurePainter {
  private static final double MARGIN = 12;
  private static final double TILE = 82;
  private static final double GAP = 5;

  /** Between the query and its neighbours. */
  private static final double LEAD = 14;

  static final double WIDTH = 2 * MARGIN + TILE + LEAD + 5 * TILE + 4 * GAP;

  private static final double INNER = WIDTH - 2 * MARGIN;
  private static final double TITLE = 12;
  private static final double TEXT = 9;
  private static final double SMALL = 6.6;
  private static final double LINE = 8.6;
  private static final double HEADING = 25;
  private static final double LABELS = 2 * LINE + 2;
  private static final double BETWEEN = 10;
  private static final int MAX_CAPTION_LINES = 12;

  /** Room for a few letters of a name. */
  private static final double MIN_NAME = 40;

  private final Figure figure;
  private final List<String> caption;

  FigurePainter(Figure figure) {
    this.figure = figure;
    this.caption = new ArrayList<>();
    for (String paragraph : figure.caption()) {
      caption.addAll(Lettering.wrap(paragraph, Lettering.plain(SMALL), INNER, MAX_CAPTION_LINES));
    }
  }

  /** One line that says what the figure shows. */
  String title() {
    return Lettering.clean(figure.title());
  }

  double height() {
    return MARGIN + header() + 2 * row() + parts() + caption.size() * LINE + MARGIN;
  }

  private static double header() {
    return 34;
  }

  private static double row() {
    return HEADING + TILE + LABELS + BETWEEN;
  }

  private static double parts() {
    return HEADING + 2 * TILE + GAP + BETWEEN;
  }

  void paint(Surface surface) {
    surface.graphics().setColor(Palette.PAPER);
    surface.graphics().fill(new Rectangle2D.Double(0, 0, WIDTH, height()));
    double y = MARGIN;
    header(surface, y);
    y += header();
    row(surface, figure.reranked(), y);
    y += row();
    row(surface, figure.nearest(), y);
    y += row();
    parts(surface, y);
    y += parts();
    Pen small = new Pen(surface, Lettering.plain(SMALL), Palette.QUIET_TEXT);
    for (String line : caption) {
      y += LINE;
      small.write(line, MARGIN, y - 2, INNER);
    }
  }

  private void header(Surface surface, double y) {
    Pen title = new Pen(surface, Lettering.bold(TITLE), Palette.TEXT);
    double x = title.write(figure.query().name(), MARGIN, y + 10, INNER / 3) + 8;
    new Pen(surface, Lettering.plain(TEXT), Palette.QUIET_TEXT)
        .write(figure.query().file(), x, y + 10, WIDTH - MARGIN - x);
    truth(surface, y + 23);
  }

  /** Each class by itself, so that names of another reading direction keep their places. */
  private void truth(Surface surface, double y) {
    Pen text = new Pen(surface, Lettering.plain(TEXT), Palette.TEXT);
    Pen name = new Pen(surface, Lettering.bold(TEXT), Palette.TEXT);
    double x = text.write("Ground truth: ", MARGIN, y, INNER);
    List<String> classes = figure.query().truth();
    if (classes.isEmpty()) {
      name.write("unknown", x, y, INNER);
    }
    for (int i = 0; i < classes.size(); i++) {
      double room = WIDTH - MARGIN - x;
      if (room < MIN_NAME) {
        return;
      }
      x = name.write(classes.get(i), x, y, i < classes.size() - 1 ? room - MIN_NAME : room);
      if (i < classes.size() - 1) {
        x = text.write(" or ", x, y, MIN_NAME);
      }
    }
  }

  private void row(Surface surface, Figure.Row row, double top) {
    rule(surface, top - 3);
    prediction(surface, row, top);
    new Pen(surface, Lettering.plain(SMALL), Palette.QUIET_TEXT)
        .write(row.note(), MARGIN, top + 19.5, INNER);
    double y = top + HEADING;
    tile(surface, row.query(), queryPlace(y));
    Pen label = new Pen(surface, Lettering.plain(SMALL), Palette.TEXT);
    Pen remark = new Pen(surface, Lettering.plain(SMALL), Palette.QUIET_TEXT);
    label.centre("query", queryPlace(y), 1);
    for (int i = 0; i < row.neighbours().size(); i++) {
      Figure.Neighbour neighbour = row.neighbours().get(i);
      tile(surface, neighbour.tile(), place(i, y));
      label.centre(neighbour.label(), place(i, y), 1);
      remark.centre(neighbour.remark(), place(i, y), 2);
    }
    if (row.neighbours().isEmpty()) {
      label.write("none", place(0, y).getX(), y + TILE / 2, TILE);
    }
  }

  /** The method, whether it is right, the class and its votes. */
  private static void prediction(Surface surface, Figure.Row row, double top) {
    Figure.Prediction prediction = row.prediction();
    Color color = Icon.color(prediction.verdict());
    double line = top + 10;
    double x =
        new Pen(surface, Lettering.bold(TEXT), Palette.TEXT)
            .write(row.method(), MARGIN, line, INNER / 4);
    Icon.draw(surface, prediction.verdict(), x + 8, line - 8, 9);
    Pen word = new Pen(surface, Lettering.bold(TEXT), color);
    x = word.write(prediction.verdict().word() + ":", x + 20, line, INNER / 4) + 5;
    String votes = "%d of %d votes".formatted(prediction.votes(), prediction.voters());
    Pen text = new Pen(surface, Lettering.plain(TEXT), Palette.TEXT);
    double room = WIDTH - MARGIN - x - text.width(votes) - 10;
    x =
        new Pen(surface, Lettering.bold(TEXT), Palette.TEXT)
            .write(prediction.className(), x, line, room);
    text.write(votes, x + 8, line, INNER);
  }

  private void parts(Surface surface, double top) {
    rule(surface, top - 3);
    new Pen(surface, Lettering.bold(TEXT), Palette.TEXT)
        .write("What corresponds", MARGIN, top + 10, INNER);
    new Pen(surface, Lettering.plain(SMALL), Palette.QUIET_TEXT)
        .write(
            "A part of the query and its place in the neighbour below have one number and one colour",
            MARGIN,
            top + 19.5,
            INNER);
    double y = top + HEADING;
    double below = y + TILE + GAP;
    PartPainter painter = new PartPainter(surface);
    for (int i = 0; i < figure.parts().size(); i++) {
      tile(surface, figure.query().tile(), place(i, y));
      painter.inQuery(figure.parts().get(i), place(i, y));
      tile(surface, figure.reranked().neighbours().get(i).tile(), place(i, below));
      painter.inNeighbour(figure.parts().get(i), place(i, below));
    }
    if (figure.query().mask() == null) {
      beside(surface, "The query, once for each neighbour of the first row", y);
    } else {
      tile(surface, figure.query().tile(), queryPlace(y));
      painter.mask(figure.query().mask(), queryPlace(y));
    }
    beside(
        surface,
        figure.query().mask() == null
            ? "These neighbours with the same parts"
            : "Above: the mask; only its cells count. Right: the query, once for each neighbour of the first row, and these neighbours below",
        below);
  }

  /** A text where the query is in the rows above. */
  private static void beside(Surface surface, String text, double y) {
    Font font = Lettering.plain(SMALL);
    double line = y + LINE - 1;
    for (String part : Lettering.wrap(text, font, TILE, 8)) {
      new Pen(surface, font, Palette.TEXT).write(part, MARGIN, line, TILE);
      line += LINE;
    }
  }

  private static void rule(Surface surface, double y) {
    surface.graphics().setColor(Palette.MISSING);
    surface.graphics().fill(new Rectangle2D.Double(MARGIN, y, INNER, 0.5));
  }

  private static Rectangle2D queryPlace(double y) {
    return new Rectangle2D.Double(MARGIN, y, TILE, TILE);
  }

  private static Rectangle2D place(int neighbour, double y) {
    double x = MARGIN + TILE + LEAD + neighbour * (TILE + GAP);
    return new Rectangle2D.Double(x, y, TILE, TILE);
  }

  private static void tile(Surface surface, Tile tile, Rectangle2D place) {
    if (tile.image() != null) {
      surface.image(tile, place);
      return;
    }
    surface.graphics().setColor(Palette.MISSING);
    surface.graphics().fill(place);
    surface.graphics().setColor(Palette.FRAME);
    surface.graphics().setStroke(new BasicStroke(0.5f));
    surface.graphics().draw(place);
    Font font = Lettering.plain(SMALL);
    Pen pen = new Pen(surface, font, Palette.TEXT);
    double y = place.getY() + 2 + LINE;
    for (String line : Lettering.wrap(tile.missing(), font, TILE - 8, 8)) {
      pen.write(line, place.getX() + 4, y, TILE - 8);
      y += LINE;
    }
  }

  /** Texts of one font and colour. */
  private record Pen(Surface surface, Font font, Color color) {
    double width(String text) {
      return Lettering.width(text, font);
    }

    /** Writes a text, cut to a width; returns where it ends. */
    double write(String text, double x, double y, double width) {
      String fitting = Lettering.fit(text, font, width);
      if (fitting.isBlank()) {
        return x;
      }
      surface.graphics().setColor(color);
      surface.text(fitting, font, x, y);
      return x + width(fitting);
    }

    /** Writes a text in the middle below a tile, on a line from 1. */
    void centre(String text, Rectangle2D tile, int line) {
      String fitting = Lettering.fit(text, font, tile.getWidth());
      double x = tile.getX() + (tile.getWidth() - width(fitting)) / 2;
      write(fitting, x, tile.getMaxY() + line * LINE - 0.5, tile.getWidth());
    }
  }
}
