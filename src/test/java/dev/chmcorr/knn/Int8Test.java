package dev.chmcorr.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class Int8Test {
  private static final int NUMBERS = 64;
  private static final float[] ZEROS = new float[NUMBERS];

  private static Stream<Int8> all() {
    return Stream.of(new PlainInt8(), new VectorUnitInt8());
  }

  /** 127 * 127 * 133,000 is below 2^31, 45 * 45 * 2^20 too, 46 * 46 * 2^20 is not. */
  @ParameterizedTest
  @CsvSource({"1, 127", "2048, 127", "133000, 127", "1048576, 45"})
  void sumsFitAnInt32(int dimension, int levels) {
    assertThat(Int8.levels(dimension)).isEqualTo(levels);
  }

  /** Ten standard deviations of an evenly spread error are 10 / sqrt(12); float32 adds little. */
  @Test
  void errsByTenStandardDeviations() {
    assertThat(Int8.error(1)).isBetween(10 / Math.sqrt(12), 2.888);
    assertThat(Int8.error(2048)).isCloseTo(10 / Math.sqrt(12), within(0.005));
  }

  /** The largest magnitude, 126, takes all but one of 127 levels, which is left to the dither. */
  @ParameterizedTest
  @MethodSource("all")
  void roundsToTheNearestAfterTheDither(Int8 int8) {
    float[] values = first(0, 126, -126, 63.4f, -63.6f, 0.49f, 0.3f);
    float[] dither = first(0.4f, 0.4f, -0.4f, 0.2f, 0.2f, -0.2f, 0.25f);
    float[] other = first(0.5f, 0.25f, 0, 0.125f, 0, 0, -0.5f);
    byte[] rounded = new byte[NUMBERS];

    float scale = int8.scale(values, 127);
    float product = int8.round(values, scale, dither, other, rounded);

    assertThat(scale).isEqualTo(1);
    assertThat(rounded).startsWith(0, 126, -126, 64, -63, 0, 1, 0);
    assertThat(product).isEqualTo(126 * 0.25f + 64 * 0.125f - 0.5f);
  }

  @ParameterizedTest
  @MethodSource("all")
  void staysWithinTheLevels(Int8 int8) {
    float[] values = random();
    float[] dither = new float[NUMBERS];
    byte[] rounded = new byte[NUMBERS];

    for (float add : new float[] {-0.499f, 0.499f}) {
      Arrays.fill(dither, add);
      int8.round(values, int8.scale(values, 45), dither, ZEROS, rounded);

      for (byte number : rounded) {
        assertThat((int) number).isBetween(-45, 45);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void nothingStaysNothing(Int8 int8) {
    byte[] rounded = new byte[NUMBERS];
    float[] dither = new float[NUMBERS];
    Arrays.fill(dither, 0.499f);

    float scale = int8.scale(ZEROS, 127);

    assertThat(scale).isPositive();
    assertThat(int8.round(ZEROS, scale, dither, dither, rounded)).isZero();
    assertThat(rounded).containsOnly(0);
  }

  /** 2 * 0.5 * (product - 3 - offset) + highest, against 10. */
  @ParameterizedTest
  @MethodSource("all")
  void findsWhatMayReachTheCut(Int8 int8) {
    int[] products = new int[NUMBERS];
    float[] scales = new float[NUMBERS];
    float[] offsets = new float[NUMBERS];
    float[] highest = new float[NUMBERS];
    Arrays.fill(scales, 0.5f);
    products[3] = 13;
    products[40] = 12;
    products[45] = 12;
    offsets[45] = -1;
    products[50] = 12;
    highest[50] = 1;
    highest[60] = Float.NaN;
    Int8.Products all = new Int8.Products(products, scales, offsets, highest);

    assertThat(int8.next(all, 0, NUMBERS, 2, 3, 10)).isEqualTo(3);
    assertThat(int8.next(all, 4, NUMBERS, 2, 3, 10)).isEqualTo(45);
    assertThat(int8.next(all, 46, NUMBERS, 2, 3, 10)).isEqualTo(50);
    assertThat(int8.next(all, 51, NUMBERS, 2, 3, 10)).isEqualTo(60);
    assertThat(int8.next(all, 61, NUMBERS, 2, 3, 10)).isEqualTo(NUMBERS);
    assertThat(int8.next(all, 0, 3, 2, 3, 10)).isEqualTo(3);
  }

  @Test
  void theFastestGivesWhatThePlainOneGives() {
    float[] values = random();
    float[] dither = new float[NUMBERS];
    Random random = new Random(5);
    for (int i = 0; i < NUMBERS; i++) {
      dither[i] = random.nextFloat() - 0.5f;
    }
    byte[] plain = new byte[NUMBERS];
    byte[] fast = new byte[NUMBERS];

    float scale = Int8.FASTEST.scale(values, 127);
    float product = Int8.FASTEST.round(values, scale, dither, dither, fast);
    float expected = new PlainInt8().round(values, scale, dither, dither, plain);

    assertThat(fast).isEqualTo(plain);
    assertThat(product).isCloseTo(expected, within(1e-3f));
  }

  private static float[] first(float... values) {
    return Arrays.copyOf(values, NUMBERS);
  }

  private static float[] random() {
    Random random = new Random(4);
    float[] values = new float[NUMBERS];
    for (int i = 0; i < NUMBERS; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
