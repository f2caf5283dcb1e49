package dev.chmcorr.chm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chmcorr.domain.UserException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KernelSharingTest {
  private static final int CENTRE = 312;

  @Test
  void hasAsManyParametersAsThePaperSays() {
    assertThat(KernelSharing.PSI.parameters()).isEqualTo(55);
    assertThat(KernelSharing.ISO.parameters()).isEqualTo(15);
    assertThat(KernelSharing.FULL.parameters()).isEqualTo(625);
  }

  @Test
  void aParameterIsTheSumOfItsWeights() {
    for (KernelSharing sharing : KernelSharing.values()) {
      float[] parameters = new float[sharing.parameters()];
      Arrays.fill(parameters, 2);

      double[] weights = sharing.expand(parameters, 4);

      assertThat(Arrays.stream(weights).sum()).isEqualTo(2.0 * parameters.length / 4, within(1e-9));
    }
  }

  @Test
  void psiSharesWhatLooksAlikeTurnedOrSwapped() {
    double[] weights = numbered(KernelSharing.PSI);

    // Source one down, target one right: lengths 1 and 1, distance squared 2.
    assertThat(weights[offset(1, 0, 0, 1)]).isEqualTo(weights[offset(0, -1, 1, 0)]);
    // Source and target swapped.
    assertThat(weights[offset(2, 1, 0, 1)]).isEqualTo(weights[offset(0, 1, 2, 1)]);
    // The same distance, other lengths.
    assertThat(weights[offset(0, 0, 0, 1)]).isNotEqualTo(weights[offset(0, 1, 0, 2)]);
    // The centre shares with nobody: the only one of lengths 0 and 0.
    assertThat(IntStream.range(0, 625).filter(i -> weights[i] == weights[CENTRE])).hasSize(1);
  }

  @Test
  void isoSharesWhatIsEquallyFarApart() {
    double[] weights = numbered(KernelSharing.ISO);

    assertThat(weights[offset(0, 0, 0, 1)]).isEqualTo(weights[offset(0, 1, 0, 2)]);
    // 25 offsets where source and target move alike share the weight of the centre.
    assertThat(IntStream.range(0, 625).filter(i -> weights[i] == weights[CENTRE])).hasSize(25);
  }

  @Test
  void fullTakesWeightsAsTheyAre() {
    float[] parameters = new float[625];
    parameters[offset(-2, -2, -2, -1)] = 7;

    assertThat(offset(-2, -2, -2, -1)).isEqualTo(1);
    assertThat(KernelSharing.FULL.expand(parameters, 1)[1]).isEqualTo(7);
  }

  @Test
  void refusesUnknownNamesAndOtherSizes() {
    assertThatThrownBy(() -> KernelSharing.of("phi"))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid kernel: phi (must be psi, iso or full)");
    assertThatThrownBy(() -> KernelSharing.PSI.expand(new float[15], 1))
        .hasMessage("Invalid psi kernel: 15 parameters (must be 55)");
  }

  /** Every set of sharers has a weight of its own, not only a parameter of its own. */
  private static double[] numbered(KernelSharing sharing) {
    int[] index = sharing.parameterOfOffset();
    float[] parameters = new float[sharing.parameters()];
    for (int parameter : index) {
      parameters[parameter] += parameter + 1;
    }
    return sharing.expand(parameters, 1);
  }

  private static int offset(int i, int j, int k, int l) {
    return (((i + 2) * 5 + j + 2) * 5 + k + 2) * 5 + l + 2;
  }
}
