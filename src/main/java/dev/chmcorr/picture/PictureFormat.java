package dev.chmcorr.picture;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Forms that a figure is written in. The same figure gives the same bytes. */
public enum PictureFormat {
  PNG,
  SVG,
  PDF;

  /** What names of files of this format end in, with the dot. */
  public String ending() {
    return "." + name().toLowerCase(Locale.ROOT);
  }

  /** The format that a file's name says, if it says one. */
  public static Optional<PictureFormat> of(String file) {
    String name = file.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(format -> name.endsWith(format.ending())).findFirst();
  }

  /**
   * Draws a figure.
   *
   * @param out gets a whole file; left open
   */
  public void write(Figure figure, OutputStream out) throws IOException {
    FigurePainter painter = new FigurePainter(figure);
    double width = FigurePainter.WIDTH;
    switch (this) {
      case PNG -> {
        PngPicture picture = new PngPicture(width, painter.height());
        painter.paint(picture);
        picture.write(out);
      }
      case SVG -> {
        SvgPicture picture = new SvgPicture(width, painter.height(), painter.title());
        painter.paint(picture);
        picture.write(out);
      }
      case PDF -> {
        PdfPicture picture = new PdfPicture(width, painter.height(), painter.title());
        painter.paint(picture);
        picture.write(out);
      }
    }
  }
}
