package dev.chmcorr.job.method.chm;

import dev.chmcorr.domain.Correspondence;
import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.job.method.Features;
import dev.chmcorr.job.method.PairComparer;
import dev.chmcorr.model.match.CandidateFeatures;
import dev.chmcorr.model.match.ImageFeatures;
import dev.chmcorr.model.match.Matcher;
import dev.chmcorr.model.match.QueryFeatures;
import java.util.List;

/**
 * Hough matching behind the port; its arithmetic is the matcher's.
 *
 * @param matcher shared by the tasks of a run
 */
record HoughComparer(Matcher matcher) implements PairComparer {
  /** Features of either side, which the matcher tells apart by their types. */
  private record Held<F extends ImageFeatures>(F features) implements Features {
    @Override
    public long bytes() {
      return features.bytes();
    }

    @Override
    public boolean isFinite() {
      return features.isFinite();
    }

    @Override
    public void close() {
      features.close();
    }
  }

  @Override
  public int batchSize() {
    return matcher.batchSize();
  }

  @Override
  public Features query(List<RgbImage> images) {
    return new Held<>(matcher.query(images.get(0), images.get(1)));
  }

  @Override
  public List<Features> candidates(List<List<RgbImage>> images) {
    List<RgbImage> chm = images.stream().map(image -> image.get(0)).toList();
    List<RgbImage> layer4 = images.stream().map(image -> image.get(1)).toList();
    return matcher.candidates(chm, layer4).stream()
        .<Features>map(features -> new Held<>(features))
        .toList();
  }

  @Override
  public List<Correspondence> compare(Features query, List<Features> candidates) {
    return matcher.correspond(
        (QueryFeatures) features(query),
        candidates.stream().map(held -> (CandidateFeatures) features(held)).toList());
  }

  private static ImageFeatures features(Features held) {
    return ((Held<?>) held).features();
  }
}
