package dev.chmcorr.model.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.model.archive.TorchModule;
import dev.chmcorr.model.torch.TorchDevice;
import dev.chmcorr.model.torch.TorchNetwork;
import dev.chmcorr.model.torch.TorchProgram;
import dev.chmcorr.model.torch.TorchSource;
import org.junit.jupiter.api.Test;

class IntegerCheckTest {
  private static final String PRODUCT = "torch._int_mm(queries, torch.t(gallery))";

  @Test
  void sumsThatFitInPairsAreExactOnEveryProcessor() {
    assertThat(isExact(PRODUCT)).isTrue();
  }

  @Test
  void findsClippedSums() {
    assertThat(isExact("torch.clamp(" + PRODUCT + ", -32768, 30000000)")).isFalse();
    assertThat(isExact("torch.clamp(" + PRODUCT + ", -30000000, 32767)")).isFalse();
  }

  private static boolean isExact(String product) {
    String source = TorchSource.of("integers.py").replace(PRODUCT, product);
    assertThat(source).contains(product);
    TorchModule module = new TorchModule("IntegerProduct");
    try (TorchNetwork network = TorchProgram.load(TorchDevice.cpu(), source, module)) {
      return IntegerCheck.isExact(network, TorchDevice.LARGEST_IN_PAIRS);
    }
  }
}
