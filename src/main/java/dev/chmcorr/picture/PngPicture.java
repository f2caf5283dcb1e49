package dev.chmcorr.picture;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A picture of pixels, 300 an inch. */
final class PngPicture implements Surface {
  static final double DOTS_PER_POINT = 300 / 72.0;
  private static final double MILLIMETRES_PER_POINT = 25.4 / 72;

  private final BufferedImage page;
  private final Graphics2D graphics;

  PngPicture(double width, double height) {
    page =
        new BufferedImage(
            (int) Math.ceil(width * DOTS_PER_POINT),
            (int) Math.ceil(height * DOTS_PER_POINT),
            BufferedImage.TYPE_INT_RGB);
    graphics = page.createGraphics();
    // All of it, also where the last row and column of pixels reach beyond the figure.
    graphics.setColor(Palette.PAPER);
    graphics.fillRect(0, 0, page.getWidth(), page.getHeight());
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.scale(DOTS_PER_POINT, DOTS_PER_POINT);
  }

  @Override
  public Graphics2D graphics() {
    return graphics;
  }

  @Override
  public void image(Tile tile, Rectangle2D place) {
    BufferedImage image = Pixels.buffered(tile.image());
    AffineTransform to = AffineTransform.getTranslateInstance(place.getX(), place.getY());
    to.scale(place.getWidth() / image.getWidth(), place.getHeight() / image.getHeight());
    graphics.drawImage(image, to, null);
  }

  void write(OutputStream out) throws IOException {
    graphics.dispose();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(page, null, resolution(writer)), null);
    } finally {
      writer.dispose();
    }
  }

  private IIOMetadata resolution(ImageWriter writer) throws IOException {
    IIOMetadataNode dimension = new IIOMetadataNode("Dimension");
    for (String direction : new String[] {"Horizontal", "Vertical"}) {
      IIOMetadataNode size = new IIOMetadataNode(direction + "PixelSize");
      // The writer wants its reciprocal: dots a millimetre.
      size.setAttribute("value", String.valueOf(DOTS_PER_POINT / MILLIMETRES_PER_POINT));
      dimension.appendChild(size);
    }
    IIOMetadataNode root = new IIOMetadataNode("javax_imageio_1.0");
    root.appendChild(dimension);
    IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(page), null);
    metadata.mergeTree("javax_imageio_1.0", root);
    return metadata;
  }
}
