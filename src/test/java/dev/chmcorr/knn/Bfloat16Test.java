package dev.chmcorr.knn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class Bfloat16Test {
  private static final int NUMBERS = 64;

  private static Stream<Bfloat16> all() {
    return Stream.of(new PlainBfloat16(), new VectorUnitBfloat16());
  }

  /** Steps are 2^-7 from 1 to 2, and 2^-133 = 9.18355e-41 around zero. */
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "-2.5, -2.5",
    "0, 0",
    "1.003, 1",
    "1.005, 1.0078125",
    "1.00390625, 1",
    "1.01171875, 1.015625",
    "-1.01171875, -1.015625",
    "1.9999999, 2",
    "1e-40, 9.18355e-41"
  })
  void roundsToTheNearestAndThenTheEven(float value, float expected) {
    assertThat(Bfloat16.round(value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("all")
  void roundsAllAsOne(Bfloat16 bfloat16) {
    float[] values = random();
    short[] rounded = new short[NUMBERS];

    double lost = bfloat16.round(values, rounded);

    double sum = 0;
    for (int i = 0; i < NUMBERS; i++) {
      float number = Float.intBitsToFloat(rounded[i] << 16);
      assertThat(number).isEqualTo(Bfloat16.round(values[i]));
      sum += Math.pow((double) values[i] - number, 2);
    }
    assertThat(lost).isBetween(Math.sqrt(sum), 1.01 * Math.sqrt(sum));
  }

  @ParameterizedTest
  @MethodSource("all")
  void losesNothingOfWhatItHolds(Bfloat16 bfloat16) {
    float[] values = new float[NUMBERS];
    values[3] = -0.375f;

    assertThat(bfloat16.round(values, new short[NUMBERS])).isLessThan(1e-15);
  }

  /** Numbers from 0 to 63 but for three. */
  @ParameterizedTest
  @MethodSource("all")
  void findsNumbersThatAreNotBelowACut(Bfloat16 bfloat16) {
    short[] numbers = new short[NUMBERS];
    for (int i = 0; i < NUMBERS; i++) {
      numbers[i] = bits(i);
    }
    numbers[5] = bits(Float.NaN);
    numbers[6] = (short) (bits(Float.NaN) | Short.MIN_VALUE);
    numbers[50] = bits(-50);

    assertThat(found(bfloat16, numbers, 0, NUMBERS, 48))
        .containsExactly(5, 6, 48, 49, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63);
    assertThat(found(bfloat16, numbers, 7, 49, 47)).containsExactly(47, 48);
    assertThat(found(bfloat16, numbers, 7, NUMBERS, 64)).isEmpty();
    assertThat(found(bfloat16, numbers, 0, NUMBERS, Float.NEGATIVE_INFINITY)).hasSize(NUMBERS);
    assertThat(found(bfloat16, numbers, 50, 51, -50)).containsExactly(50);

    Arrays.fill(numbers, bits(-3));
    numbers[40] = bits(-2);
    assertThat(found(bfloat16, numbers, 0, NUMBERS, -2.5f)).containsExactly(40);
  }

  private static short bits(float number) {
    return (short) (Float.floatToIntBits(number) >> 16);
  }

  private static List<Integer> found(
      Bfloat16 bfloat16, short[] numbers, int from, int to, float cut) {
    List<Integer> found = new ArrayList<>();
    int i = bfloat16.next(numbers, from, to, cut);
    while (i < to) {
      found.add(i);
      i = bfloat16.next(numbers, i + 1, to, cut);
    }
    return found;
  }

  private static float[] random() {
    Random random = new Random(1);
    float[] values = new float[NUMBERS];
    for (int i = 0; i < NUMBERS; i++) {
      values[i] = (float) (random.nextGaussian() * Math.pow(2, random.nextInt(20) - 10));
    }
    return values;
  }
}
