package dev.chmcorr.bench;

import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.job.run.Sessions;
import dev.chmcorr.model.match.Matcher;
import dev.chmcorr.model.torch.TorchDevice;
import dev.chmcorr.model.torch.TorchEngine;
import dev.chmcorr.model.trunk.Trunk;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** What a command does before its first result, step by step in a fresh JVM. */
final class StartupProbe {
  private static final int BATCH = 8;

  private StartupProbe() {}

  /**
   * Prints a line "STEP tab SECONDS" for each step.
   *
   * @param arguments gallery folder, archive of the trunk, archive of the Hough matching network
   */
  public static void main(String[] arguments) throws Exception {
    Path trunkArchive = Path.of(arguments[1]);
    Path chmArchive = Path.of(arguments[2]);
    long started = ManagementFactory.getRuntimeMXBean().getStartTime();
    print("JVM to main", (System.currentTimeMillis() - started) / 1e3);
    SparkSession[] spark = new SparkSession[1];
    step("Spark session", () -> spark[0] = Sessions.open("startup"));
    step("first Spark job", () -> spark[0].range(2).count());
    step("list the gallery", () -> Material.images(Path.of(arguments[0])));
    step("digest of the trunk archive", () -> digest(trunkArchive));
    step("digest of the Hough archive", () -> digest(chmArchive));
    TorchEngine.limitThreads(1);
    TorchDevice[] device = new TorchDevice[1];
    step("libtorch", () -> device[0] = TorchDevice.resolve(DeviceChoice.AUTO, 0));
    RgbImage black = new RgbImage(224, 224, new byte[3 * 224 * 224]);
    List<RgbImage> batch = Collections.nCopies(BATCH, black);
    Trunk[] trunk = new Trunk[1];
    step(
        "trunk: load, first batch",
        () -> trunk[0] = Trunk.load(trunkArchive, device[0], Precision.AUTO, BATCH));
    step("trunk: second batch", () -> trunk[0].embed(batch));
    step("trunk: third batch", () -> trunk[0].embed(batch));
    Matcher[] matcher = new Matcher[1];
    step(
        "Hough: load both networks",
        () -> matcher[0] = Matcher.load(trunkArchive, chmArchive, device[0], Precision.AUTO));
    RgbImage chm = new RgbImage(240, 240, new byte[3 * 240 * 240]);
    for (String which : List.of("first", "second", "third")) {
      step(
          "Hough: %s query with 2 candidates".formatted(which),
          () -> match(matcher[0], chm, black));
    }
    spark[0].stop();
  }

  private static void match(Matcher matcher, RgbImage chm, RgbImage layer4) {
    var query = matcher.query(chm, layer4);
    var candidates = matcher.candidates(List.of(chm, chm), List.of(layer4, layer4));
    matcher.correspond(query, candidates);
    candidates.forEach(features -> features.close());
    query.close();
  }

  private static void digest(Path file) throws Exception {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    try (var in = Files.newInputStream(file)) {
      byte[] buffer = new byte[1 << 20];
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        sha.update(buffer, 0, n);
      }
    }
    sha.digest();
  }

  private static void step(String name, Side.Task task) throws Exception {
    print(name, Side.seconds(task));
  }

  private static void print(String name, double seconds) {
    System.out.println(name + "\t" + seconds);
  }
}
