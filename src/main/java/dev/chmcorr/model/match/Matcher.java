package dev.chmcorr.model.match;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.chmcorr.chm.CellMaps;
import dev.chmcorr.chm.Grid;
import dev.chmcorr.domain.Correspondence;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.model.archive.ArchiveMetadata;
import dev.chmcorr.model.torch.Arithmetic;
import dev.chmcorr.model.torch.TorchDevice;
import dev.chmcorr.model.torch.TorchNetwork;
import dev.chmcorr.model.trunk.ImageBatch;
import dev.chmcorr.model.trunk.Trunk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds where the grid points of a query image lie in candidate images, by convolutional Hough
 * matching (Min & Cho 2021), and compares the parts there (Taesiri et al. 2022). Load it once per
 * JVM; all threads may share it.
 *
 * <p>Features of an image are computed once and may serve many pairs. Pairs go through in batches
 * of one fixed size, the last filled up, so that a pair's numbers do not depend on how many came
 * with it.
 */
public final class Matcher implements AutoCloseable {
  /**
   * More pairs at once leave the processor's caches, and malloc gives large tensors back to the
   * system after each operation: measured on one core, bfloat16, 15 ms a pair alone, 17 for two at
   * once, 20 for 5, 22 for 10; float32 19, 22, 26 and 27.
   */
  private static final int PAIRS_ON_CPU = 1;

  private static final int PAIRS_ON_GPU = 25;

  /**
   * The last batch of a query's candidates is filled up with black images, so small ones waste
   * less: measured on one core, bfloat16, 31 ms an image in batches of 8 or 5, 37 in 2. With 5, 50
   * candidates need no filling.
   */
  private static final int IMAGES_ON_CPU = 5;

  private static final int IMAGES_ON_GPU = 25;

  private static final int PRODUCTS = Grid.POINTS * Grid.POINTS;

  private final Trunk trunk;
  private final TorchNetwork hough;
  private final DescriptorNetwork queries;
  private final DescriptorNetwork candidates;
  private final int images;
  private final int pairs;

  private Matcher(
      Trunk trunk,
      TorchNetwork hough,
      DescriptorNetwork queries,
      DescriptorNetwork candidates,
      int images,
      int pairs) {
    this.trunk = trunk;
    this.hough = hough;
    this.queries = queries;
    this.candidates = candidates;
    this.images = images;
    this.pairs = pairs;
  }

  /**
   * Loads the two networks.
   *
   * @param trunkArchive the network whose last feature maps are compared, see {@link Trunk#load}
   * @param chmArchive written by {@code ChmImporter}
   * @throws UserException if an archive cannot be used
   */
  public static Matcher load(
      Path trunkArchive, Path chmArchive, TorchDevice device, Precision precision) {
    return load(trunkArchive, chmArchive, device, precision, images(device), pairs(device));
  }

  /** Images of candidates that suit a device at once. */
  static int images(TorchDevice device) {
    return device.isGpu() ? IMAGES_ON_GPU : IMAGES_ON_CPU;
  }

  /** Pairs that suit a device at once. */
  static int pairs(TorchDevice device) {
    return device.isGpu() ? PAIRS_ON_GPU : PAIRS_ON_CPU;
  }

  /** The same with batches of other sizes. */
  static Matcher load(
      Path trunkArchive,
      Path chmArchive,
      TorchDevice device,
      Precision precision,
      int images,
      int pairs) {
    Optional<ArchiveMetadata> metadata = ArchiveMetadata.read(chmArchive);
    String kind = metadata.map(ArchiveMetadata::kind).orElse("unknown");
    if (!kind.equals(ArchiveMetadata.CHM)) {
      throw new UserException(
          "Cannot use %s as Hough matching network: it holds a %s network; make one with import-model chm"
              .formatted(chmArchive, kind));
    }
    Trunk trunk = Trunk.load(trunkArchive, device, precision, images);
    List<Runnable> undo = new ArrayList<>(List.of(trunk::close));
    try {
      TorchNetwork hough = TorchNetwork.load(chmArchive, device);
      undo.add(hough::close);
      Arithmetic arithmetic = device.arithmetic(precision);
      DescriptorNetwork queries = DescriptorNetwork.of(hough, "query", arithmetic, 1);
      undo.add(queries::close);
      DescriptorNetwork candidates = DescriptorNetwork.of(hough, "candidates", arithmetic, images);
      undo.add(candidates::close);
      hough.prepare(arithmetic);
      return new Matcher(trunk, hough, queries, candidates, images, pairs);
    } catch (RuntimeException e) {
      undo.forEach(Runnable::run);
      throw e;
    }
  }

  /**
   * Features of a query.
   *
   * @param chm the image of 240 x 240 pixels, transformed for Hough matching
   * @param layer4 the image of 224 x 224 pixels, transformed for the comparison of parts
   */
  public QueryFeatures query(RgbImage chm, RgbImage layer4) {
    return features(queries, List.of(chm), List.of(layer4), 1, QueryFeatures::new).get(0);
  }

  /**
   * Features of candidates, in the same order.
   *
   * @param chm images of 240 x 240 pixels, transformed for Hough matching
   * @param layer4 the same images of 224 x 224 pixels, transformed for the comparison of parts
   */
  public List<CandidateFeatures> candidates(List<RgbImage> chm, List<RgbImage> layer4) {
    if (chm.size() != layer4.size()) {
      throw new IllegalArgumentException(
          "Invalid candidates: %d images for matching, %d for comparing"
              .formatted(chm.size(), layer4.size()));
    }
    List<CandidateFeatures> all = new ArrayList<>();
    for (int start = 0; start < chm.size(); start += images) {
      int end = Math.min(chm.size(), start + images);
      all.addAll(
          features(
              candidates,
              chm.subList(start, end),
              layer4.subList(start, end),
              images,
              CandidateFeatures::new));
    }
    return all;
  }

  /** How many candidates' images go through at once. */
  public int batchSize() {
    return images;
  }

  private interface Constructor<F> {
    F of(NDManager manager, NDArray descriptors, NDArray cells);
  }

  private <F> List<F> features(
      DescriptorNetwork describer,
      List<RgbImage> chm,
      List<RgbImage> layer4,
      int size,
      Constructor<F> make) {
    List<F> features = new ArrayList<>();
    try (NDManager scratch = hough.newManager()) {
      NDArray descriptors = describer.run(scratch, ImageBatch.of(scratch, chm, size));
      NDArray cells =
          size == 1 ? trunk.layer4(scratch, layer4.get(0)) : trunk.layer4(scratch, layer4);
      for (int i = 0; i < chm.size(); i++) {
        NDManager own = hough.newManager();
        features.add(make.of(own, copy(own, descriptors, i), copy(own, cells, i)));
      }
    }
    return features;
  }

  /** A row in memory of its own, so that it can be freed by itself. */
  private static NDArray copy(NDManager owner, NDArray rows, int i) {
    try (NDArray row = rows.get(i)) {
      NDArray copy = row.duplicate();
      copy.attach(owner);
      return copy;
    }
  }

  /** Matches a query with candidates; one result per candidate, in the same order. */
  public List<Correspondence> correspond(QueryFeatures query, List<CandidateFeatures> candidates) {
    List<Correspondence> results = new ArrayList<>();
    for (int start = 0; start < candidates.size(); start += pairs) {
      int end = Math.min(candidates.size(), start + pairs);
      results.addAll(correspondBatch(query, candidates.subList(start, end)));
    }
    return results;
  }

  private List<Correspondence> correspondBatch(
      QueryFeatures query, List<CandidateFeatures> candidates) {
    List<CandidateFeatures> batch = new ArrayList<>(candidates);
    while (batch.size() < pairs) {
      batch.add(candidates.get(0));
    }
    List<NDArray> descriptors = batch.stream().map(ImageFeatures::descriptors).toList();
    List<NDArray> cells = batch.stream().map(ImageFeatures::cells).toList();
    try (NDManager scratch = hough.newManager()) {
      float[] points =
          hough
              .run(scratch, "transfer", query.descriptors(), descriptors)
              .singletonOrThrow()
              .toFloatArray();
      float[] products =
          hough.run(scratch, "compare", query.cells(), cells).singletonOrThrow().toFloatArray();
      List<Correspondence> results = new ArrayList<>();
      for (int i = 0; i < candidates.size(); i++) {
        results.add(pair(points, products, i, query, candidates.get(i)));
      }
      return results;
    }
  }

  private static Correspondence pair(
      float[] points, float[] products, int i, QueryFeatures query, CandidateFeatures candidate) {
    int x = 2 * i * Grid.POINTS;
    int y = x + Grid.POINTS;
    return CellMaps.compare(
        Arrays.copyOfRange(points, x, y),
        Arrays.copyOfRange(points, y, y + Grid.POINTS),
        Arrays.copyOfRange(products, i * PRODUCTS, (i + 1) * PRODUCTS),
        query.lengths(),
        candidate.lengths());
  }

  /** The arithmetic that runs, {@code FP32} or {@code BF16}. */
  public Precision precision() {
    return trunk.precision();
  }

  @Override
  public void close() {
    queries.close();
    candidates.close();
    hough.close();
    trunk.close();
  }
}
