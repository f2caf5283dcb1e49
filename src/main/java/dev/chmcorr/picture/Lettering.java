package dev.chmcorr.picture;

import dev.chmcorr.domain.Causes;
import dev.chmcorr.domain.UserException;
import java.awt.Font;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.LineBreakMeasurer;
import java.awt.font.TextAttribute;
import java.awt.font.TextLayout;
import java.awt.font.TextMeasurer;
import java.awt.geom.AffineTransform;
import java.text.AttributedCharacterIterator;
import java.text.AttributedString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Texts of any script, measured in points whatever they are drawn on. */
public final class Lettering {
  private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);
  private static final String DOTS = "\u2026";

  /** No line of a figure has room for more. */
  private static final int MAX_LENGTH = 400;

  static {
    // Java would else look for a screen where the environment names one.
    System.setProperty("java.awt.headless", "true");
  }

  private Lettering() {}

  /**
   * Makes sure that text can be drawn here.
   *
   * @throws UserException if this machine has no fonts
   */
  public static void require() {
    try {
      width("a", plain(10));
    } catch (Error | RuntimeException e) {
      // Without fonts, fontconfig or FreeType Java throws an Error, each time another one.
      throw new UserException(
          "Cannot draw text: this machine has no fonts for Java (%s); install fontconfig and a font (Debian: apt-get install fontconfig fonts-dejavu-core)"
              .formatted(Causes.firstLine(Causes.root(e))),
          e);
    }
  }

  /** Whether the fonts of this machine have every character of a text. */
  public static boolean canDraw(String text) {
    return plain(10).canDisplayUpTo(clean(text)) < 0;
  }

  static Font plain(double size) {
    return new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont((float) size);
  }

  static Font bold(double size) {
    return new Font(Font.SANS_SERIF, Font.BOLD, 1).deriveFont((float) size);
  }

  /** Width of a text in points; 0 if it is empty. */
  static double width(String text, Font font) {
    return text.isEmpty() ? 0 : new TextLayout(text, font, CONTEXT).getAdvance();
  }

  /** The text as a shape whose first character begins at x on the line y. */
  static Shape outline(String text, Font font, double x, double y) {
    AffineTransform place = AffineTransform.getTranslateInstance(x, y);
    return new TextLayout(text, font, CONTEXT).getOutline(place);
  }

  /** The text, or its beginning and dots, so that it is no wider than that. */
  static String fit(String text, Font font, double width) {
    String clean = clean(text);
    if (width(clean, font) <= width) {
      return clean;
    }
    TextMeasurer measurer = new TextMeasurer(attributed(clean, font), CONTEXT);
    int end = measurer.getLineBreakIndex(0, (float) Math.max(0, width - width(DOTS, font)));
    if (end > 0 && Character.isHighSurrogate(clean.charAt(end - 1))) {
      end--;
    }
    return clean.substring(0, end) + DOTS;
  }

  /** A text broken into lines no wider than that; lines that are too many are left out. */
  static List<String> wrap(String text, Font font, double width, int lines) {
    String clean = clean(text);
    List<String> wrapped = new ArrayList<>();
    if (clean.isEmpty()) {
      return wrapped;
    }
    LineBreakMeasurer measurer = new LineBreakMeasurer(attributed(clean, font), CONTEXT);
    int start = 0;
    while (start < clean.length() && wrapped.size() < lines) {
      int end = Math.max(start + 1, measurer.nextOffset((float) width));
      measurer.setPosition(end);
      boolean cut = wrapped.size() == lines - 1 && end < clean.length();
      String line = clean.substring(start, cut ? clean.length() : end).strip();
      wrapped.add(cut ? fit(line, font, width) : line);
      start = end;
    }
    return wrapped;
  }

  private static AttributedCharacterIterator attributed(String text, Font font) {
    return new AttributedString(text, Map.of(TextAttribute.FONT, font)).getIterator();
  }

  /**
   * A text on one line, without characters that XML forbids, that steer the reading direction of
   * what stands beside them, or that no line has room for.
   */
  static String clean(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .limit(MAX_LENGTH)
        .map(point -> isDrawn(point) ? point : 0xFFFD)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  private static boolean isDrawn(int point) {
    boolean turns =
        point == 0x61C
            || point == 0x200E
            || point == 0x200F
            || (point >= 0x202A && point <= 0x202E)
            || (point >= 0x2066 && point <= 0x2069);
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> !turns;
    };
  }
}
