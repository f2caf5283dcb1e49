package dev.chmcorr.job.doctor;

import dev.chmcorr.domain.Causes;
import dev.chmcorr.domain.ImageTransform;
import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.job.doctor.Examination.Timing;
import dev.chmcorr.job.method.ComparisonMethod;
import dev.chmcorr.job.method.ComparisonMethods;
import dev.chmcorr.job.method.Features;
import dev.chmcorr.job.method.PairComparer;
import dev.chmcorr.job.network.LoadedNetworks;
import dev.chmcorr.job.network.NetworkSpec;
import dev.chmcorr.model.trunk.Trunk;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Times a batch of each network in a task, on images of noise. */
final class NetworkTimer {
  private static final String CHM = "chm";
  private static final int SIDE = 224;
  private static final int ROUNDS = 5;
  private static final double MILLISECOND = 1e6;

  private final NetworkSpec networks;
  private final Random random = new Random(1);

  NetworkTimer(NetworkSpec networks) {
    this.networks = networks;
  }

  List<Timing> time() {
    List<Timing> timings = new ArrayList<>();
    timings.add(timed("trunk", "images embedded", this::embed));
    if (networks.chm() != null) {
      timings.add(timed(CHM, "pairs compared", this::compare));
    }
    return timings;
  }

  /** How many things went through at once, and the nanoseconds that all of them took. */
  private record Batch(int size, long nanos) {}

  private Timing timed(String network, String what, Supplier<Batch> run) {
    try {
      Batch batch = run.get();
      String computed =
          "%s on %s"
              .formatted(NetworkSpec.text(networks.precision()), LoadedNetworks.device(networks));
      return new Timing(
          network, what, batch.size(), batch.nanos() / MILLISECOND / batch.size(), computed, null);
    } catch (RuntimeException | LinkageError e) {
      return new Timing(network, what, 0, 0, null, Causes.firstLine(Causes.root(e)));
    }
  }

  private Batch embed() {
    Trunk trunk = LoadedNetworks.trunk(networks);
    List<RgbImage> images = Stream.generate(() -> noise(SIDE)).limit(trunk.batchSize()).toList();
    return new Batch(images.size(), fastest(() -> trunk.embed(images)));
  }

  private Batch compare() {
    ComparisonMethod method = ComparisonMethods.named(CHM);
    PairComparer comparer = method.comparer(networks, method.settings(Map.of()));
    int size = comparer.batchSize();
    List<List<RgbImage>> images =
        Stream.generate(() -> noise(method, Split.GALLERY)).limit(size).toList();
    List<Features> candidates = comparer.candidates(images);
    try (Features query = comparer.query(noise(method, Split.QUERY))) {
      return new Batch(size, fastest(() -> comparer.compare(query, candidates)));
    } finally {
      candidates.forEach(Features::close);
    }
  }

  private List<RgbImage> noise(ComparisonMethod method, Split split) {
    return method.transforms(TransformSet.SINGLE, split).stream()
        .map(ImageTransform::side)
        .map(this::noise)
        .toList();
  }

  private RgbImage noise(int side) {
    byte[] pixels = new byte[3 * side * side];
    random.nextBytes(pixels);
    return new RgbImage(side, side, pixels);
  }

  /** The first time also prepares. */
  private static long fastest(Runnable action) {
    List<Long> nanos = new ArrayList<>();
    for (int round = 0; round <= ROUNDS; round++) {
      long start = System.nanoTime();
      action.run();
      nanos.add(System.nanoTime() - start);
    }
    return Collections.min(nanos);
  }
}
