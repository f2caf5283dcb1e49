package dev.chmcorr.model.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TorchSourceTest {
  private static final Pattern NEW_TENSOR =
      Pattern.compile("torch\\.(arange|empty|eye|full|linspace|ones|rand|randn|tensor|zeros)\\(");

  /** Without a device it would lie on the CPU, and fail beside a GPU's tensors. */
  @ParameterizedTest
  @ValueSource(strings = {"fused.py", "hough.py", "plain.py", "product.py", "trunk.py"})
  void tensorsAreMadeWhereTheOthersAre(String source) {
    assertThat(TorchSource.of(source).lines().filter(line -> NEW_TENSOR.matcher(line).find()))
        .allMatch(line -> line.contains("device="));
  }
}
