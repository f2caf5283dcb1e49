package dev.chmcorr.model.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.chm.KernelSharing;
import dev.chmcorr.model.FormulaWeights;
import dev.chmcorr.model.archive.Provenance;
import dev.chmcorr.model.importer.ChmImporter;
import dev.chmcorr.model.importer.ResNetImporter;
import dev.chmcorr.model.importer.ResNetLayout;
import dev.chmcorr.model.match.SmallHough;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All that is given to libtorch on a CUDA device would run there: no operator lacks a kernel, no
 * tensor is made on the processor. Found in the code, since libtorch's device for such trials,
 * meta, has no kernels for convolutions, index_select and nonzero, and lets matmul mix devices.
 */
class CudaFitnessTest {
  private static final Provenance SOURCE = new Provenance("weights", "00");

  @TempDir private Path folder;

  @Test
  void trunksOfResNetsRun() throws IOException {
    Path archive = folder.resolve("trunk.pt");
    FormulaWeights weights = FormulaWeights.small("small", 4, List.of(1, 1, 1, 1));
    ResNetImporter.write(weights, ResNetLayout.TORCHVISION, SOURCE, archive);
    ArchiveCode code = ArchiveCode.of(archive);

    assertThat(code.faults()).isEmpty();
    assertThat(code.operators()).contains("_convolution", "max_pool2d", "tensor", "prim.device");
  }

  @ParameterizedTest
  @EnumSource
  void houghMatchingRuns(KernelSharing sharing) throws IOException {
    Path archive = folder.resolve("chm.pt");
    ChmImporter.write(new SmallHough(sharing).checkpoint(), SOURCE, archive);
    ArchiveCode code = ArchiveCode.of(archive);

    assertThat(code.faults()).isEmpty();
    assertThat(code.operators()).contains("bmm", "eye", "ones", "upsample_bilinear2d", "tensor");
  }

  @Test
  void theProductOfNeighboursRuns() {
    assertThat(ArchiveCode.of(TorchSource.of("product.py")).faults()).isEmpty();
  }

  /** Else one that is added would go unseen by these tests. */
  @Test
  void thereIsNoOtherCode() throws Exception {
    Path here = Path.of(TorchSource.class.getResource("trunk.py").toURI()).getParent();
    try (Stream<Path> files = Files.list(here)) {
      assertThat(files.map(file -> file.getFileName().toString()).filter(f -> f.endsWith(".py")))
          .containsExactlyInAnyOrder(
              "trunk.py",
              "plain.py",
              "space.py",
              "hough.py",
              "product.py",
              "fused.py",
              "integers.py");
    }
  }

  /** oneDNN's convolutions and the product of integers, which therefore lie in no archive. */
  @Test
  void findsOperatorsOfProcessors() {
    assertThat(ArchiveCode.of(TorchSource.of("fused.py")).faults())
        .hasSize(4)
        .allMatch(fault -> fault.startsWith("mkldnn."));
    assertThat(ArchiveCode.of(TorchSource.of("integers.py")).faults())
        .singleElement()
        .asString()
        .startsWith("_int_mm");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "torch.histogram(x, 10)",
        "torch.to_mkldnn(x)",
        "torch.no_such_operator(x)",
        "x.cpu()",
        "torch.cpu(x)",
        "torch.to(x, torch.device(\"cpu\"), 6)",
        "ops.torchvision.nms(x, y, 0.5)",
        "torch.zeros([2, 3], dtype=6)",
        "torch.zeros([2, 3], dtype=6, device=None)",
        "torch.zeros([2, 3], dtype=6, device=torch.device(\"cpu\"))",
        "torch.zeros([torch.size(torch.ones([2], device=where), 0)])",
        "torch.add(x, torch.tensor([1.], dtype=6))"
      })
  void findsWhatWouldFail(String expression) {
    assertThat(ArchiveCode.of(method(expression)).faults()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "torch.zeros([2, 3], dtype=6, device=ops.prim.device(x))",
        "torch.add(x, torch.tensor([1.], dtype=6, device=where))",
        "torch.matmul(x, torch.t(y)) # not torch.histogram(x, 10)",
        "(self).other(x, y)"
      })
  void findsNothingElse(String expression) {
    assertThat(ArchiveCode.of(method(expression)).faults()).isEmpty();
  }

  /** A network that its maker traced on a processor may carry tensors of that in its code. */
  @Test
  void findsConstants() {
    assertThat(new ArchiveCode(method("torch.add(x, CONSTANTS.c0)"), List.of((byte) 1)).faults())
        .containsExactly("constants.pkl holds something");
  }

  private static String method(String expression) {
    return """
        class Net(Module):
          training : bool
          def forward(self: __torch__.Net,
            x: Tensor,
            y: Tensor) -> Tensor:
            where = ops.prim.device(x)
            return %s
        """
        .formatted(expression);
  }
}
