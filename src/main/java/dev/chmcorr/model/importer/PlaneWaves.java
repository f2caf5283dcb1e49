package dev.chmcorr.model.importer;

import java.util.ArrayList;
import java.util.List;

/**
 * The discrete Fourier basis of a square plane of real numbers that repeats after {@code period}
 * steps. Of two opposite frequencies, whose coefficients are conjugate, one is kept.
 */
final class PlaneWaves {
  private record Frequency(int down, int right, boolean real) {}

  private final int period;
  private final List<Frequency> frequencies = new ArrayList<>();

  PlaneWaves(int period) {
    this.period = period;
    for (int u = 0; u < period; u++) {
      for (int v = 0; v < period; v++) {
        int self = u * period + v;
        int opposite = Math.floorMod(-u, period) * period + Math.floorMod(-v, period);
        if (self <= opposite) {
          frequencies.add(new Frequency(u, v, self == opposite));
        }
      }
    }
  }

  /** Number of frequencies: half of the plane. */
  int count() {
    return frequencies.size();
  }

  /**
   * Cosines first, then sines.
   *
   * @param side of the square at the centre of the plane that is looked at
   * @return [2 * count][side * side]: wave, position
   */
  double[][] waves(int side) {
    double[][] waves = new double[2 * count()][side * side];
    for (int f = 0; f < count(); f++) {
      for (int position = 0; position < side * side; position++) {
        double angle = angle(frequencies.get(f), side, position);
        waves[f][position] = Math.cos(angle);
        waves[f + count()][position] = Math.sin(angle);
      }
    }
    return waves;
  }

  /**
   * What brings a plane back from its products with {@link #waves}.
   *
   * @return [2 * count][side * side]
   */
  double[][] inverse(int side) {
    double[][] waves = waves(side);
    for (int w = 0; w < waves.length; w++) {
      double weight = (frequencies.get(w % count()).real() ? 1.0 : 2.0) / (period * period);
      for (int position = 0; position < waves[w].length; position++) {
        waves[w][position] *= weight;
      }
    }
    return waves;
  }

  private double angle(Frequency frequency, int side, int position) {
    double centre = (side - 1) / 2.0;
    int row = position / side;
    int column = position % side;
    double down = row - centre;
    double right = column - centre;
    return 2 * Math.PI / period * (frequency.down() * down + frequency.right() * right);
  }
}
