import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * java src/demo/Pictures.java DEMO [REPORT]: draws the README's two pictures anew, of one query of
 * the folder that {@code chm-corr demo} made. Run from the root of the project; needs Chromium.
 */
class Pictures {
  private static final String QUERY = "3";
  private static final int PAGE_WIDTH = 1440;

  /** From the heading Why to the end of Why not, in pixels of the page. */
  private static final int PAGE_FROM = 700;

  private static final int PAGE_TO = 2275;
  private static final float QUALITY = 0.7f;

  public static void main(String[] args) throws Exception {
    Path demo = Path.of(args[0]).toAbsolutePath();
    Path report = args.length > 1 ? Path.of(args[1]).toAbsolutePath() : demo.resolve("report");
    Path work = Files.createTempDirectory("pictures");
    Path figure = work.resolve("figure.png");
    run("submit/chm-corr", "picture", demo + "/chm@attention", "--query", QUERY, "--out", figure + "");
    write(ImageIO.read(figure.toFile()), 900, Path.of("src/demo/figure.jpg"));

    Path page = work.resolve("page.png");
    run(
        "chromium",
        "--headless",
        "--no-sandbox",
        "--hide-scrollbars",
        "--virtual-time-budget=5000",
        "--window-size=" + PAGE_WIDTH + "," + (PAGE_TO + 200),
        "--screenshot=" + page,
        report.resolve("index.html").toUri() + "#/0/query/" + QUERY);
    BufferedImage whole = ImageIO.read(page.toFile());
    BufferedImage why = whole.getSubimage(0, PAGE_FROM, PAGE_WIDTH, PAGE_TO - PAGE_FROM);
    write(why, 900, Path.of("src/demo/report.jpg"));
  }

  private static void run(String... command) throws Exception {
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IOException("Failed: " + String.join(" ", command));
    }
  }

  private static void write(BufferedImage image, int width, Path file) throws IOException {
    int height = image.getHeight() * width / image.getWidth();
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Image scaled = image.getScaledInstance(width, height, Image.SCALE_SMOOTH);
    small.createGraphics().drawImage(scaled, 0, 0, null);
    ImageWriter jpeg = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam how = jpeg.getDefaultWriteParam();
    how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    how.setCompressionQuality(QUALITY);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(Files.newOutputStream(file))) {
      jpeg.setOutput(out);
      jpeg.write(null, new IIOImage(small, null, null), how);
    }
    System.out.printf("%s: %d x %d, %d bytes%n", file, width, height, Files.size(file));
  }
}
