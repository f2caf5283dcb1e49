package dev.chmcorr.knn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class Bfloat16Test {
  private static final int NUMBERS = 64;

  private static Stream<Bfloat16> all() {
    return Stream.of(new PlainBfloat16(), Bfloat16.FASTEST);
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

  private static float[] random() {
    Random random = new Random(1);
    float[] values = new float[NUMBERS];
    for (int i = 0; i < NUMBERS; i++) {
      values[i] = (float) (random.nextGaussian() * Math.pow(2, random.nextInt(20) - 10));
    }
    return values;
  }
}
