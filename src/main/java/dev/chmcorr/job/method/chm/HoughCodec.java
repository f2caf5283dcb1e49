package dev.chmcorr.job.method.chm;

import static dev.chmcorr.table.TableColumn.numbers;

import dev.chmcorr.domain.ComparedPair;
import dev.chmcorr.domain.Correspondence;
import dev.chmcorr.table.PairCodec;
import dev.chmcorr.table.TableColumn;
import java.util.List;

/** The columns of Hough matching's pairs, 49 numbers each. */
final class HoughCodec implements PairCodec {
  static final HoughCodec INSTANCE = new HoughCodec();

  private static final String CELLS = "7 x 7, row-major";
  private static final String POINTS = "[-1, 1], g[i], g[j] at 7 i + j";

  private static final List<TableColumn> COLUMNS =
      List.of(
          numbers(
              "points_x", POINTS, "x in the candidate of the query's grid point; null if failed"),
          numbers("points_y", POINTS, "y, likewise"),
          numbers("cos_published", CELLS, "cosines of matched cells, as published; null likewise"),
          numbers("cos_aligned", CELLS, "the same with the right axes; null likewise"),
          numbers("attention", CELLS, "of the query's cells; null likewise"));

  private HoughCodec() {}

  @Override
  public List<TableColumn> contract() {
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
