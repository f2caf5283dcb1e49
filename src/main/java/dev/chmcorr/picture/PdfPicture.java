package dev.chmcorr.picture;

import com.lowagie.text.Document;
import com.lowagie.text.Image;
import com.lowagie.text.Rectangle;
import com.lowagie.text.pdf.PdfContentByte;
import com.lowagie.text.pdf.PdfDictionary;
import com.lowagie.text.pdf.PdfEncryption;
import com.lowagie.text.pdf.PdfName;
import com.lowagie.text.pdf.PdfWriter;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A page of PDF. Each image is in it once, as JPEG; texts are outlines. */
final class PdfPicture implements Surface {
  private static final int BYTES_OF_AN_ID = 16;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Map<String, Image> images = new HashMap<>();
  private final double height;
  private final Document document;
  private final PdfContentByte page;
  private final Graphics2D graphics;

  PdfPicture(double width, double height, String title) {
    this.height = height;
    document = new Document(new Rectangle((float) width, (float) height), 0, 0, 0, 0);
    PdfWriter writer = PdfWriter.getInstance(document, bytes);
    document.addTitle(title);
    document.open();
    beOfNoTime(writer.getInfo(), title);
    page = writer.getDirectContent();
    graphics = page.createGraphicsShapes((float) width, (float) height);
  }

  /** The same figure is the same file whenever it is drawn. */
  private static void beOfNoTime(PdfDictionary info, String title) {
    info.remove(PdfName.CREATIONDATE);
    info.remove(PdfName.MODDATE);
    byte[] id = Arrays.copyOf(sha256(title), BYTES_OF_AN_ID);
    info.put(PdfName.FILEID, PdfEncryption.createInfoId(id, id));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Failed to digest a text", e);
    }
  }

  @Override
  public Graphics2D graphics() {
    return graphics;
  }

  @Override
  public void image(Tile tile, Rectangle2D place) {
    Image image = images.computeIfAbsent(tile.key(), key -> jpeg(tile));
    // PDF counts y from the bottom.
    page.addImage(
        image,
        (float) place.getWidth(),
        0,
        0,
        (float) place.getHeight(),
        (float) place.getX(),
        (float) (height - place.getMaxY()));
  }

  private static Image jpeg(Tile tile) {
    try {
      return Image.getInstance(Pixels.jpeg(tile.image()));
    } catch (IOException e) {
      throw new IllegalStateException("Failed to embed an image", e);
    }
  }

  void write(OutputStream out) throws IOException {
    graphics.dispose();
    document.close();
    bytes.writeTo(out);
  }
}
