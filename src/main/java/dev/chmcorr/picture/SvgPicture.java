package dev.chmcorr.picture;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A picture of vectors. Each image is in it once, as JPEG; texts are texts. */
final class SvgPicture implements Surface {
  private static final String SVG = "http://www.w3.org/2000/svg";
  private static final String XLINK = "http://www.w3.org/1999/xlink";
  private static final double MILLIMETRES_PER_POINT = 25.4 / 72;

  private final Map<String, String> ids = new HashMap<>();
  private final Document document = document();
  private final Canvas canvas;
  private final double width;
  private final double height;
  private final String title;

  SvgPicture(double width, double height, String title) {
    this.width = width;
    this.height = height;
    this.title = title;
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
    context.setComment("Drawn by chm-corr");
    canvas = new Canvas(context);
  }

  private static Document document() {
    try {
      return DocumentBuilderFactory.newDefaultInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(SVG, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("Failed to make an empty document", e);
    }
  }

  /** Takes elements of ours among those that it makes. */
  private static final class Canvas extends SVGGraphics2D {
    Canvas(SVGGeneratorContext context) {
      super(context, false);
    }

    void add(Element element) {
      domGroupManager.addElement(element);
    }

    void define(Element element) {
      domTreeManager.addOtherDef(element);
    }
  }

  @Override
  public Graphics2D graphics() {
    return canvas;
  }

  @Override
  public void text(String text, Font font, double x, double y) {
    canvas.setFont(font);
    canvas.drawString(text, (float) x, (float) y);
  }

  @Override
  public void image(Tile tile, Rectangle2D place) {
    Element use = document.createElementNS(SVG, "use");
    use.setAttributeNS(XLINK, "xlink:href", "#" + defined(tile));
    use.setAttribute(
        "transform",
        String.format(
            Locale.ROOT,
            "matrix(%.3f 0 0 %.3f %.3f %.3f)",
            place.getWidth(),
            place.getHeight(),
            place.getX(),
            place.getY()));
    canvas.add(use);
  }

  /** The id of the tile's image, which is a square of side 1. */
  private String defined(Tile tile) {
    String known = ids.get(tile.key());
    if (known != null) {
      return known;
    }
    String id = "image" + (ids.size() + 1);
    Element image = document.createElementNS(SVG, "image");
    image.setAttribute("id", id);
    image.setAttribute("width", "1");
    image.setAttribute("height", "1");
    image.setAttribute("preserveAspectRatio", "none");
    String data = Base64.getEncoder().encodeToString(Pixels.jpeg(tile.image()));
    image.setAttributeNS(XLINK, "xlink:href", "data:image/jpeg;base64," + data);
    canvas.define(image);
    ids.put(tile.key(), id);
    return id;
  }

  void write(OutputStream out) throws IOException {
    Element root = canvas.getRoot();
    root.setAttribute("viewBox", String.format(Locale.ROOT, "0 0 %.2f %.2f", width, height));
    root.setAttribute("width", millimetres(width));
    root.setAttribute("height", millimetres(height));
    root.setAttribute("role", "img");
    Element name = document.createElementNS(SVG, "title");
    name.setTextContent(title);
    root.insertBefore(name, root.getFirstChild());
    try {
      // Batik's own would name a DTD elsewhere, which some readers fetch.
      TransformerFactory.newDefaultInstance()
          .newTransformer()
          .transform(new DOMSource(root), new StreamResult(out));
    } catch (TransformerException e) {
      throw new IOException("Failed to write SVG", e);
    }
  }

  private static String millimetres(double points) {
    return String.format(Locale.ROOT, "%.2fmm", points * MILLIMETRES_PER_POINT);
  }
}
