package dev.chmcorr.job.correspond;

import dev.chmcorr.domain.ComparedPair;
import dev.chmcorr.domain.Correspondence;
import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.job.method.Features;
import dev.chmcorr.job.method.PairComparer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A method whose features are the first byte of an image, and which notes what it was given. */
final class FakeMethod implements PairComparer {
  /** Gives features that are not finite. */
  static final int WITHOUT_FEATURES = 100;

  /** Gives pairs that are not finite. */
  static final int WITHOUT_PAIRS = 101;

  final List<List<Integer>> batches = new ArrayList<>();
  final List<FakeFeatures> made = new ArrayList<>();

  /** Features that count how often they were closed. */
  static final class FakeFeatures implements Features {
    final int value;
    final long bytes;
    int closed;

    FakeFeatures(int value, long bytes) {
      this.value = value;
      this.bytes = bytes;
    }

    @Override
    public long bytes() {
      return bytes;
    }

    @Override
    public boolean isFinite() {
      return value != WITHOUT_FEATURES;
    }

    @Override
    public void close() {
      closed++;
    }
  }

  static RgbImage image(int value) {
    return new RgbImage(1, 1, new byte[] {(byte) value, 0, 0});
  }

  @Override
  public int batchSize() {
    return 2;
  }

  @Override
  public Features query(List<RgbImage> images) {
    return features(images);
  }

  @Override
  public List<Features> candidates(List<List<RgbImage>> images) {
    batches.add(images.stream().map(image -> (int) image.get(0).data()[0]).toList());
    return images.stream().<Features>map(this::features).toList();
  }

  private FakeFeatures features(List<RgbImage> images) {
    FakeFeatures features = new FakeFeatures(images.get(0).data()[0], 10);
    made.add(features);
    return features;
  }

  /** The similarity of a pair is 100 times the query's value plus the candidate's. */
  @Override
  public List<? extends ComparedPair> compare(Features query, List<Features> candidates) {
    return candidates.stream().map(c -> pair((FakeFeatures) query, (FakeFeatures) c)).toList();
  }

  private static Correspondence pair(FakeFeatures query, FakeFeatures candidate) {
    float[] zeros = new float[Correspondence.CELLS];
    float[] map = new float[Correspondence.CELLS];
    Arrays.fill(map, 100 * query.value + candidate.value);
    if (candidate.value == WITHOUT_PAIRS) {
      map[3] = Float.NaN;
    }
    return new Correspondence(zeros, zeros, map, map, zeros);
  }
}
