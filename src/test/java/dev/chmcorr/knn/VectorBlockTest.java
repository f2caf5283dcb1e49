package dev.chmcorr.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chmcorr.domain.UserException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorBlockTest {
  @Test
  void similarityIsTheCosine() {
    VectorBlock block = block(new float[] {3, 4, 0, 0, 0}, new float[] {0, 5, 0, 0, 12});

    assertThat(block.similarity(0, block, 1)).isEqualTo(20 / (5.0 * 13));
    assertThat(block.similarity(0, block, 0)).isEqualTo(1);
  }

  @Test
  void similarityWithAZeroVectorIsZero() {
    VectorBlock block = block(new float[] {3, 4}, new float[] {0, 0});

    assertThat(block.similarity(0, block, 1)).isZero();
    assertThat(block.similarity(1, block, 1)).isZero();
    assertThat(unitRows(block)).containsExactly(0.6f, 0.8f, 0, 0);
  }

  @Test
  void similarityNeitherOverflowsNorUnderflows() {
    VectorBlock block =
        block(
            new float[] {Float.MAX_VALUE, Float.MAX_VALUE},
            new float[] {Float.MIN_VALUE, Float.MIN_VALUE});

    assertThat(block.similarity(0, block, 1)).isCloseTo(1, within(1e-15));
    assertThat(unitRows(block)).containsOnly((float) Math.sqrt(0.5));
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void refusesNumbersThatAreNotFinite(float value) {
    assertThatThrownBy(() -> block(new float[] {0, 1}, new float[] {2, value}))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid embedding of image 1: contains %s; check the model", value);
  }

  @Test
  void refusesAnotherLength() {
    assertThatThrownBy(() -> block(new float[] {0, 1}, new float[] {2}))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("image 1: 1 numbers (must be 2");
  }

  @Test
  void survivesSerialization() throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(block(new float[] {3, 4}, new float[] {4, 3}));
    }

    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      VectorBlock copy = (VectorBlock) in.readObject();
      assertThat(copy.id(1)).isEqualTo(1);
      assertThat(copy.similarity(0, copy, 1)).isEqualTo(24 / 25.0);
    }
  }

  private static float[] unitRows(VectorBlock block) {
    float[] unit = new float[block.size() * block.dimension()];
    for (int row = 0; row < block.size(); row++) {
      float[] vector = new float[block.dimension()];
      block.putUnit(row, new float[block.dimension()], vector);
      System.arraycopy(vector, 0, unit, row * vector.length, vector.length);
    }
    return unit;
  }

  private static VectorBlock block(float[]... vectors) {
    int[] ids = new int[vectors.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = i;
    }
    return VectorBlock.of(ids, vectors);
  }
}
