package dev.chmcorr.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.ComparedPair;
import dev.chmcorr.domain.Correspondence;
import dev.chmcorr.domain.Link;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairBlockTest {
  @Test
  void holdsEveryBitOfTheMapsAndWhereThePointsGo() {
    float[] x = new float[49];
    float[] y = new float[49];
    float[] published = new float[49];
    float[] aligned = new float[49];
    float[] attention = new float[49];
    for (int i = 0; i < 49; i++) {
      published[i] = 0.1f * i;
      aligned[i] = -0.3f * i;
      attention[i] = Float.MIN_VALUE * i;
    }
    // Grid point 8 goes to x = 60, y = 180 of 240: cell X = 1 (60 / 240 * 7 = 1.75), Y = 5 (5.25).
    x[8] = -0.5f;
    y[8] = 0.5f;
    // The corners, and what lies beside the image.
    x[0] = -1;
    y[0] = 1;
    x[1] = 1.01f;
    y[1] = -1.01f;

    byte[] bytes = PairBlock.encode(new Correspondence(x, y, published, aligned, attention));

    ByteBuffer block = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(bytes).hasSize(49 * 15);
    for (int i = 0; i < 49; i++) {
      assertThat(block.getFloat(4 * i)).isEqualTo(published[i]);
      assertThat(block.getFloat(196 + 4 * i)).isEqualTo(aligned[i]);
      assertThat(block.getFloat(392 + 4 * i)).isEqualTo(attention[i]);
    }
    assertThat(List.of(at(bytes, 588 + 8), at(bytes, 637 + 8), at(bytes, 686 + 8)))
        .containsExactly(60, 180, 1 * 7 + 5);
    assertThat(List.of(at(bytes, 588), at(bytes, 637), at(bytes, 686)))
        .containsExactly(0, 240, 0 * 7 + 6);
    assertThat(List.of(at(bytes, 589), at(bytes, 638), at(bytes, 687)))
        .containsExactly(240, 0, 6 * 7 + 0);
    assertThat(List.of(at(bytes, 590), at(bytes, 639), at(bytes, 688)))
        .containsExactly(120, 120, 3 * 7 + 3);
  }

  @Test
  void partsThatAMethodChoseFollowTheMaps() {
    ComparedPair pair =
        new ComparedPair() {
          @Override
          public float[] pointsX() {
            return new float[49];
          }

          @Override
          public float[] pointsY() {
            return new float[49];
          }

          @Override
          public float[] similarity(Axes axes) {
            return new float[49];
          }

          @Override
          public float[] marked(Axes axes) {
            float[] marked = new float[49];
            marked[3] = 0.75f;
            return marked;
          }

          @Override
          public float[] attention() {
            return new float[49];
          }

          @Override
          public List<Link> links(int count) {
            return List.of(new Link(2 * 7 + 1, 6, 0.25));
          }
        };

    byte[] bytes = PairBlock.encode(pair);

    // Row 2, column 1 is grid point 1 * 7 + 2; row 0, column 6 is cell 6 * 7 + 0.
    assertThat(bytes).hasSize(49 * 15 + 6).endsWith(new byte[] {9, 42, 0, 0, (byte) 0x80, 0x3e});
    assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getFloat(12)).isEqualTo(0.75f);
  }

  private static int at(byte[] bytes, int index) {
    return bytes[index] & 0xff;
  }

  @Test
  void blocksFollowOneAnother() {
    byte[] first = new byte[PairBlock.BYTES];
    byte[] second = new byte[PairBlock.BYTES];
    second[0] = 5;

    byte[] all = Base64.getDecoder().decode(PairBlock.base64(List.of(first, second)));

    assertThat(all).hasSize(2 * PairBlock.BYTES);
    assertThat(all[PairBlock.BYTES]).isEqualTo((byte) 5);
    assertThat(PairBlock.base64(List.of())).isEmpty();
  }
}
