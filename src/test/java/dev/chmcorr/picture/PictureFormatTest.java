package dev.chmcorr.picture;

import static org.assertj.core.api.Assertions.assertThat;

import com.lowagie.text.pdf.PRStream;
import com.lowagie.text.pdf.PdfDictionary;
import com.lowagie.text.pdf.PdfName;
import com.lowagie.text.pdf.PdfObject;
import com.lowagie.text.pdf.PdfReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class PictureFormatTest {
  private static byte[] draw(PictureFormat format, Figure figure) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    format.write(figure, out);
    return out.toByteArray();
  }

  @ParameterizedTest
  @EnumSource
  void theSameFigureIsTheSameFile(PictureFormat format) throws Exception {
    byte[] first = draw(format, Figures.of("a"));
    // Files that say when they were made do so in seconds.
    Thread.sleep(1100);

    assertThat(draw(format, Figures.of("a"))).isEqualTo(first);
  }

  @Test
  void pngHas300DotsAnInch() throws IOException {
    byte[] png = draw(PictureFormat.PNG, Figures.of("a"));

    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(image.getWidth() / 300.0).isBetween(FigurePainter.WIDTH / 72, 7.7);
    // 300 an inch are 11,811 a metre, which the chunk pHYs says twice.
    String text = new String(png, StandardCharsets.ISO_8859_1);
    assertThat(text).contains("pHYs\u0000\u0000\u002e\u0023\u0000\u0000\u002e\u0023\u0001");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<img src=x onerror=alert(1)>",
        "\"quoted\" & 'so'",
        "</text><script>alert(1)</script>",
        "]]>",
        "قطة سوداء",
        "a\u0001b"
      })
  void namesAreTextInSvg(String name) throws Exception {
    Document svg = parse(draw(PictureFormat.SVG, Figures.of(name)));

    NodeList texts = svg.getElementsByTagName("text");
    List<String> all =
        java.util.stream.IntStream.range(0, texts.getLength())
            .mapToObj(i -> texts.item(i).getTextContent())
            .toList();
    assertThat(all).contains(name.replace('\u0001', '\uFFFD'));
    assertThat(svg.getElementsByTagName("script").getLength()).isZero();
    assertThat(svg.getElementsByTagName("img").getLength()).isZero();
  }

  @Test
  void svgHasEachImageOnceAndNothingFromElsewhere() throws Exception {
    byte[] bytes = draw(PictureFormat.SVG, Figures.of("a"));

    Document svg = parse(bytes);
    assertThat(svg.getElementsByTagName("image").getLength()).isEqualTo(2);
    assertThat(svg.getElementsByTagName("use").getLength()).isEqualTo(5);
    assertThat(svg.getDoctype()).isNull();
    assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("Query 3: CHM-Corr a (wrong), kNN a (ground truth unknown)");
  }

  private static Document parse(byte[] svg) throws Exception {
    DocumentBuilder builder = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder();
    return builder.parse(new ByteArrayInputStream(svg));
  }

  @Test
  void pdfIsOnePageWithEachImageOnce() throws IOException {
    byte[] pdf = draw(PictureFormat.PDF, Figures.of("</b>قطة"));

    assertThat(new String(pdf, 0, 5, StandardCharsets.ISO_8859_1)).isEqualTo("%PDF-");
    try (PdfReader reader = new PdfReader(pdf)) {
      assertThat(reader.getNumberOfPages()).isEqualTo(1);
      assertThat(reader.getPageSize(1).getWidth()).isEqualTo((float) FigurePainter.WIDTH);
      assertThat(images(reader)).isEqualTo(2);
      assertThat(reader.getInfo().get("Title")).contains("</b>قطة");
    }
  }

  private static int images(PdfReader reader) {
    int images = 0;
    for (int i = 0; i < reader.getXrefSize(); i++) {
      PdfObject object = reader.getPdfObject(i);
      if (object instanceof PRStream stream && isImage(stream)) {
        images++;
      }
    }
    return images;
  }

  private static boolean isImage(PdfDictionary stream) {
    return PdfName.IMAGE.equals(stream.get(PdfName.SUBTYPE));
  }

  @Test
  void namesOfFilesSayTheFormat() {
    assertThat(PictureFormat.of("a.PDF")).contains(PictureFormat.PDF);
    assertThat(PictureFormat.of("s3a://b/c.d/e.svg")).contains(PictureFormat.SVG);
    assertThat(PictureFormat.of("png")).isEmpty();
  }
}
