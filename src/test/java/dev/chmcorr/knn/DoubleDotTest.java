package dev.chmcorr.knn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoubleDotTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, 32, 100, 2048})
  void hasTheSameBitsInPlainJavaAndInVectorUnits(int n) {
    Random random = new Random(n);
    float[] a = random(n + 3, random);
    float[] b = random(n + 5, random);

    double expected = new PlainDot().dot(a, 3, b, 5, n);
    assertThat(new VectorUnitDot().dot(a, 3, b, 5, n)).isEqualTo(expected);
    assertThat(new WideVectorUnitDot().dot(a, 3, b, 5, n)).isEqualTo(expected);
  }

  /** 2^60 swallows a 1 that is added to it, unless -2^60 came first. */
  @ParameterizedTest
  @CsvSource({"0, 1, 2, 0", "0, 16, 1, 1", "0, 32, 16, 0", "0, 8, 1, 1", "0, 1, 8, 0"})
  void addsInAFixedOrder(int large, int minusLarge, int one, double expected) {
    float[] a = new float[48];
    float[] b = new float[48];
    set(a, b, large, 0x1p30f, 0x1p30f);
    set(a, b, minusLarge, 0x1p30f, -0x1p30f);
    set(a, b, one, 1, 1);

    assertThat(new PlainDot().dot(a, 0, b, 0, 48)).isEqualTo(expected);
    assertThat(DoubleDot.FASTEST.dot(a, 0, b, 0, 48)).isEqualTo(expected);
  }

  private static void set(float[] a, float[] b, int i, float x, float y) {
    a[i] = x;
    b[i] = y;
  }

  private static float[] random(int n, Random random) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian() * (float) Math.pow(2, random.nextInt(40) - 20);
    }
    return values;
  }
}
