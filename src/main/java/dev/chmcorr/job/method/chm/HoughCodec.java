package dev.chmcorr.job.method.chm;

import dev.chmcorr.domain.ComparedPair;
import dev.chmcorr.domain.Correspondence;
import dev.chmcorr.table.PairCodec;
import java.util.List;

/** The columns of Hough matching's pairs, 49 numbers each. */
final class HoughCodec implements PairCodec {
  static final HoughCodec INSTANCE = new HoughCodec();

  private static final List<String> COLUMNS =
      List.of("points_x", "points_y", "cos_published", "cos_aligned", "attention");

  private HoughCodec() {}

  @Override
  public List<String> columns() {
    return COLUMNS;
  }

  @Override
  public float[][] values(ComparedPair pair) {
    Correspondence found = (Correspondence) pair;
    return new float[][] {
      found.pointsX(), found.pointsY(), found.cosPublished(), found.cosAligned(), found.attention()
    };
  }

  @Override
  public Correspondence pair(float[][] values) {
    return new Correspondence(values[0], values[1], values[2], values[3], values[4]);
  }
}
