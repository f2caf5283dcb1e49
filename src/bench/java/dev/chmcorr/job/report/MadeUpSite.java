package dev.chmcorr.job.report;

import dev.chmcorr.report.PerFile;
import dev.chmcorr.report.QueryColumns;
import dev.chmcorr.report.RunList;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** The galleries of a site of many queries, without their pages; each has one of some made-up pictures. */
record MadeUpSite(int queries, int runs) {
  private static final int CLASSES = 1000;
  private static final int PICTURES = 1000;
  private static final int SIDE = 240;
  private static final int K = 20;

  Path write(Path folder) throws IOException {
    WrittenSite site = WrittenSite.in(folder);
    for (int picture = 0; picture < PICTURES; picture++) {
      Path file = folder.resolve("images").resolve(picture(picture));
      Files.createDirectories(file.getParent());
      ImageIO.write(paint(picture), "jpg", file.toFile());
    }
    List<RunList.Run> listed = IntStream.range(0, runs).mapToObj(this::run).toList();
    site.data(RunList.KEY, new RunList(RunList.VERSION, "chm-corr", "2026-01-01T00:00:00Z", listed));
    for (RunList.Run run : listed) {
      SplittableRandom random = new SplittableRandom(run.key().hashCode());
      int perFile = run.perFile().queries();
      for (int first = 0; first < queries; first += perFile) {
        List<QueryColumns.Line> lines =
            IntStream.range(first, Math.min(queries, first + perFile))
                .mapToObj(id -> line(id, random))
                .toList();
        site.data(QueryColumns.key(run.key(), first / perFile), QueryColumns.of(lines));
      }
    }
    return folder;
  }

  private RunList.Run run(int number) {
    boolean masked = number == 1;
    return new RunList.Run(
        String.valueOf(number),
        masked ? "made-up masks" : "made-up",
        "/made-up",
        new RunList.Scored("N50-K20", 50, K, 0.55, "published", masked),
        IntStream.range(0, CLASSES).mapToObj(MadeUpSite::className).toList(),
        queries,
        PerFile.DEFAULT);
  }

  private static String className(int cls) {
    return "n%08d".formatted(1_440_764 + 6151L * cls);
  }

  private static String picture(int number) {
    return "%02x/%04d.jpg".formatted(number % 256, number);
  }

  /** Three of four are right by either method, as on ImageNet. */
  private QueryColumns.Line line(int id, SplittableRandom random) {
    int cls = (int) ((long) id * CLASSES / queries);
    return new QueryColumns.Line(
        id,
        "%s/ILSVRC2012_val_%08d.JPEG".formatted(className(cls), random.nextInt(50_000)),
        cls,
        said(cls, random),
        1 + random.nextInt(K),
        said(cls, random),
        1 + random.nextInt(K),
        picture(id % PICTURES));
  }

  private static int said(int cls, SplittableRandom random) {
    return random.nextInt(4) > 0 ? cls : random.nextInt(CLASSES);
  }

  /** Large waves and a little noise, so that a picture takes as much as that of a photograph. */
  private static BufferedImage paint(int number) {
    SplittableRandom random = new SplittableRandom(number);
    double[] waves = random.doubles(6, 0.02, 0.2).toArray();
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int rgb = 0;
        for (int channel = 0; channel < 3; channel++) {
          double wave = Math.sin(waves[channel] * x) * Math.cos(waves[3 + channel] * y);
          rgb = rgb << 8 | (int) (128 + 90 * wave + random.nextInt(36));
        }
        image.setRGB(x, y, rgb);
      }
    }
    return image;
  }
}
