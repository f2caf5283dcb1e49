package dev.chmcorr.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.model.archive.ArchiveMetadata;
import dev.chmcorr.model.archive.Provenance;
import dev.chmcorr.model.archive.TorchArchive;
import dev.chmcorr.model.archive.TorchModule;
import dev.chmcorr.model.archive.TorchTensor;
import dev.chmcorr.model.checkpoint.TensorData;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** libtorch's view of an archive with every kind of attribute. */
class TorchNetworkTest {
  private static final ArchiveMetadata METADATA =
      ArchiveMetadata.of("test", "none", new TreeMap<>(), new Provenance("none", "00"));

  private static final String CODE =
      """
      class Inner(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool
        factor : Tensor
        scaled : bool
        def prepare(self: __torch__.Inner,
          bf16: bool) -> NoneType:
          self.scaled = bf16
          return None
        def forward(self: __torch__.Inner,
          x: Tensor) -> Tensor:
          if self.scaled:
            y = x * self.factor
          else:
            y = x
          return y

      class Outer(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool
        inner : __torch__.Inner
        terms : List[Tensor]
        order : List[int]
        shift : int
        def prepare(self: __torch__.Outer,
          bf16: bool) -> NoneType:
          return (self.inner).prepare(bf16)
        def forward(self: __torch__.Outer,
          x: Tensor) -> Tensor:
          y = (self.inner).forward(x)
          for i in range(torch.len(self.order)):
            y = torch.matmul(self.terms[self.order[i]], y)
          return y + self.shift
        def both(self: __torch__.Outer,
          x: Tensor,
          y: Tensor) -> Tuple[Tensor, Tensor]:
          return (x + y, x - y)
      """;

  @TempDir Path folder;

  @Test
  void callsMethodsThatUseAllKindsOfAttributes() {
    try (TorchNetwork network = TorchNetwork.load(write(), TorchDevice.cpu());
        NDManager manager = network.newManager()) {
      var x = manager.create(new float[] {1, 2});

      // The second term makes [1, 12] of it, the first then [13, 12].
      assertThat(first(network.run(manager, "forward", x))).containsExactly(1013, 1012);

      // From here on the inner module multiplies x by ten.
      network.prepare(Arithmetic.BFLOAT16);
      assertThat(first(network.run(manager, "forward", x))).containsExactly(1130, 1120);
    }
  }

  @Test
  void takesAndGivesSeveralTensors() {
    try (TorchNetwork network = TorchNetwork.load(write(), TorchDevice.cpu());
        NDManager manager = network.newManager()) {
      NDList results =
          network.run(manager, "both", manager.create(new float[] {5}), manager.create(3f));

      assertThat(results.get(0).toFloatArray()).containsExactly(8);
      assertThat(results.get(1).toFloatArray()).containsExactly(2);
    }
  }

  @Test
  void saysWhyAnArchiveDoesNotLoad() {
    Path file = folder.resolve("broken.pt");
    TorchArchive.write(
        file, "class Outer(Module):\n  nonsense", new TorchModule("Outer"), METADATA);

    assertThatThrownBy(() -> TorchNetwork.load(file, TorchDevice.cpu()))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot load %s on cpu: ".formatted(file))
        .message()
        .hasLineCount(1);
  }

  private static float[] first(NDList results) {
    return results.singletonOrThrow().toFloatArray();
  }

  private Path write() {
    TorchModule inner =
        new TorchModule("Inner").tensor("factor", tensor(new int[0], 10)).flag("scaled", false);
    TorchModule outer =
        new TorchModule("Outer")
            .module("inner", inner)
            .tensors("terms", List.of(matrix(1, 1, 0, 1), matrix(1, 0, 10, 1)))
            .numbers("order", List.of(1, 0))
            .number("shift", 1000);
    Path file = folder.resolve("outer.pt");
    TorchArchive.write(file, CODE, outer, METADATA);
    return file;
  }

  private static TorchTensor matrix(float... values) {
    return tensor(new int[] {2, 2}, values);
  }

  private static TorchTensor tensor(int[] shape, float... values) {
    return TorchTensor.of(new TensorData(shape, values));
  }
}
