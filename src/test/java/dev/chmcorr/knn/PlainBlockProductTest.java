package dev.chmcorr.knn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainBlockProductTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "7, 8, 9",
    "8, 9, 7",
    "9, 7, 8",
    "1, 1021, 16",
    "3, 513, 1021",
    "3, 512, 17"
  })
  void equalsTheDefinitionWithinItsBound(int queryRows, int galleryRows, int dimension) {
    Random random = new Random(1);
    float[] queries = random(queryRows * dimension, random);
    float[] gallery = random(galleryRows * dimension, random);

    float[] products = new PlainBlockProduct().multiply(queries, gallery, dimension);

    assertThat(products).hasSize(queryRows * galleryRows);
    double bound = Rounding.FLOAT32.tolerance(dimension).error();
    for (int i = 0; i < products.length; i++) {
      double sum = 0;
      double magnitudes = 0;
      for (int j = 0; j < dimension; j++) {
        double product =
            (double) queries[i / galleryRows * dimension + j]
                * gallery[i % galleryRows * dimension + j];
        sum += product;
        magnitudes += Math.abs(product);
      }
      assertThat(Math.abs(products[i] - sum)).as("entry %d", i).isLessThan(bound * magnitudes);
    }
  }

  private static float[] random(int length, Random random) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }
}
