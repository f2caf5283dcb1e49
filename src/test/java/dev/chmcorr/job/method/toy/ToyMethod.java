package dev.chmcorr.job.method.toy;

import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.ComparedPair;
import dev.chmcorr.domain.ImageTransform;
import dev.chmcorr.domain.RgbImage;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.job.method.ComparisonMethod;
import dev.chmcorr.job.method.Features;
import dev.chmcorr.job.method.PairComparer;
import dev.chmcorr.job.network.ModelFile;
import dev.chmcorr.job.network.NetworkOptions;
import dev.chmcorr.job.network.NetworkSpec;
import dev.chmcorr.table.PairCodec;
import dev.chmcorr.table.TableColumn;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;

/**
 * A second method behind the port: each cell is compared with the same cell of the candidate, by
 * the direction of its mean colour. It needs no network. A black cell has no direction: NaN.
 */
public final class ToyMethod implements ComparisonMethod, PairComparer, PairCodec {
  public static final String NAME = "toy";

  private static final int SIDE = 7;
  private static final int CELLS = SIDE * SIDE;
  private static final List<TableColumn> COLUMNS =
      List.of(column("colour_likeness"), column("brightness"));

  /** Mean colours, [49][3] row-major, of unit length, and how long they were. */
  private record Colours(float[][] directions, float[] lengths) implements Features {
    @Override
    public long bytes() {
      return 4L * CELLS * 4;
    }

    @Override
    public boolean isFinite() {
      for (float[] direction : directions) {
        if (!Float.isFinite(direction[0])) {
          return false;
        }
      }
      return true;
    }

    @Override
    public void close() {}
  }

  /** A pair of this method. */
  private record Pair(float[] likeness, float[] attention) implements ComparedPair {
    @Override
    public float[] pointsX() {
      return places(1);
    }

    @Override
    public float[] pointsY() {
      return places(0);
    }

    /** Grid points stay where they are: i runs along x. */
    private static float[] places(int ofX) {
      float[] places = new float[CELLS];
      for (int p = 0; p < CELLS; p++) {
        int index = ofX == 1 ? p / SIDE : p % SIDE;
        places[p] = (2 * index + 1f) / SIDE - 1;
      }
      return places;
    }

    @Override
    public float[] similarity(Axes axes) {
      return likeness;
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<ImageTransform> transforms(TransformSet set, Split split) {
    return List.of(ImageTransform.RESIZE224X224);
  }

  @Override
  public NetworkOptions networks(NetworkOptions given) {
    return new NetworkOptions(
        null, null, given.precision(), given.device(), NetworkOptions.BY_DEVICE);
  }

  @Override
  public Map<String, ModelFile> identity(NetworkSpec networks) {
    return Map.of();
  }

  @Override
  public PairCodec codec() {
    return this;
  }

  @Override
  public PairComparer comparer(NetworkSpec networks, Map<String, String> settings) {
    return this;
  }

  @Override
  public int batchSize() {
    return 2;
  }

  @Override
  public Features query(List<RgbImage> images) {
    return colours(images.get(0));
  }

  @Override
  public List<Features> candidates(List<List<RgbImage>> images) {
    return images.stream().<Features>map(image -> colours(image.get(0))).toList();
  }

  private static Colours colours(RgbImage image) {
    float[][] sums = new float[CELLS][3];
    for (int i = 0; i < image.data().length; i++) {
      int row = i / 3 / image.width() * SIDE / image.height();
      int column = i / 3 % image.width() * SIDE / image.width();
      sums[row * SIDE + column][i % 3] += (image.data()[i] & 0xff) / 255f;
    }
    float[] lengths = new float[CELLS];
    for (int cell = 0; cell < CELLS; cell++) {
      lengths[cell] = (float) Math.sqrt(product(sums[cell], sums[cell]));
      for (int c = 0; c < 3; c++) {
        sums[cell][c] /= lengths[cell];
      }
    }
    return new Colours(sums, lengths);
  }

  private static float product(float[] a, float[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }

  @Override
  public List<? extends ComparedPair> compare(Features query, List<Features> candidates) {
    return candidates.stream().map(c -> pair((Colours) query, (Colours) c)).toList();
  }

  private static Pair pair(Colours query, Colours candidate) {
    float[] likeness = new float[CELLS];
    for (int cell = 0; cell < CELLS; cell++) {
      likeness[cell] = product(query.directions()[cell], candidate.directions()[cell]);
    }
    return new Pair(likeness, query.lengths());
  }

  private static TableColumn column(String name) {
    return TableColumn.orNull(name, TableColumn.array(DataTypes.FloatType), "", "");
  }

  @Override
  public List<TableColumn> contract() {
    return COLUMNS;
  }

  @Override
  public float[][] values(ComparedPair pair) {
    return new float[][] {pair.similarity(Axes.ALIGNED), pair.attention()};
  }

  @Override
  public ComparedPair pair(float[][] values) {
    return new Pair(values[0], values[1]);
  }
}
