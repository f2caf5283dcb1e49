package dev.chmcorr.model.trunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.model.Traces;
import dev.chmcorr.model.torch.TorchDevice;
import dev.chmcorr.model.trunk.TraceCheck.Output;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceCheckTest {
  @TempDir Path folder;

  @Test
  void takesAFeatureMapForEverythingAndItsAverageForEmbeddings() throws IOException {
    Path map = Traces.write(folder.resolve("map.pt"), "f");
    Path pooled = Traces.write(folder.resolve("pooled.pt"), "torch.mean(f, [2, 3])");

    for (Output wanted : Output.values()) {
      assertThatCode(() -> check(map, wanted)).doesNotThrowAnyException();
    }
    assertThatCode(() -> check(pooled, Output.EMBEDDING)).doesNotThrowAnyException();
    assertThatThrownBy(() -> check(pooled, Output.ANY_MAP))
        .hasMessageEndingWith("which must be one float32 [2, C, h, w]");
    assertThatThrownBy(() -> check(pooled, Output.FEATURE_MAP))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot use the trunk as a trunk: it gives float32 [2, 3] for images [2, 3, 224, 224], which must be one float32 [2, C, 7, 7]");
  }

  /** Another grid, batch, rank, type, layout; the batch baked in. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "torch.adaptive_avg_pool2d(x, [65, 64]) | float32 [2, 3, 65, 64]",
        "torch.mean(f[0:1], [2, 3]) | float32 [1, 3]",
        "torch.flatten(f, 2) | float32 [2, 3, 49]",
        "torch.flatten(f) | float32 [294]",
        "torch.mean(f) | float32 []",
        "torch.to(f, 7) | float64 [2, 3, 7, 7]",
        "torch.to(f, 5) | float16 [2, 3, 7, 7]",
        "torch.to(f, 15) | bfloat16 or complex [2, 3, 7, 7]",
        "torch.to(f, 4) | int64 [2, 3, 7, 7]",
        "torch.argmax(torch.mean(f, [2, 3]), 1) | int64 [2]",
        "f[:, 0:0] | float32 [2, 0, 7, 7]",
      })
  void refusesOtherOutputs(String result, String found) throws IOException {
    Path file = Traces.write(folder.resolve("odd.pt"), result);

    assertThatThrownBy(() -> check(file, Output.EMBEDDING))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot use the trunk as a trunk: it gives %s for images [2, 3, 224, 224], which must be one float32 [2, C, h, w] or [2, C]",
            found);
  }

  /** As a vision transformer's, and one that is not square. */
  @ParameterizedTest
  @ValueSource(strings = {"[16, 16]", "[7, 8]"})
  void takesOtherGridsWhereTheyMayBe(String grid) throws IOException {
    Path file =
        Traces.write(folder.resolve("grid.pt"), "torch.adaptive_avg_pool2d(x, %s)".formatted(grid));

    assertThatCode(() -> check(file, Output.ANY_MAP)).doesNotThrowAnyException();
    assertThatCode(() -> check(file, Output.EMBEDDING)).doesNotThrowAnyException();
    assertThatThrownBy(() -> check(file, Output.FEATURE_MAP))
        .isInstanceOf(UserException.class)
        .hasMessageEndingWith(
            "which must be one float32 [2, C, 7, 7]; rerank --method patches takes any grid");
  }

  @Test
  void saysThatChannelsComeLast() throws IOException {
    Path file = Traces.write(folder.resolve("last.pt"), "torch.permute(f, [0, 2, 3, 1])");

    for (Output wanted : Output.values()) {
      assertThatThrownBy(() -> check(file, wanted))
          .hasMessageContaining("it gives float32 [2, 7, 7, 3] for images")
          .hasMessageEndingWith("; its channels come last, add permute(0, 3, 1, 2)");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Tuple[Tensor, Tensor] | (f, torch.mean(f, [2, 3])) | float32 [2, 3, 7, 7] and float32 [2, 3]",
        "List[Tensor] | [f, f] | float32 [2, 3, 7, 7] and float32 [2, 3, 7, 7]",
        "'Dict[str, Tensor]' | '{\"a\": f, \"b\": f}' | float32 [2, 3, 7, 7] and float32 [2, 3, 7, 7]",
      })
  void refusesSeveralTensors(String type, String result, String found) throws IOException {
    Path file = Traces.write(folder.resolve("several.pt"), type, Traces.MEANS, result);

    assertThatThrownBy(() -> check(file, Output.EMBEDDING))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("it gives " + found + " for images")
        .hasMessageEndingWith("; trace a network that returns its last feature map alone");
  }

  @Test
  void refusesWhatIsNoTensor() throws IOException {
    Path file = Traces.write(folder.resolve("number.pt"), "int", Traces.MEANS, "3");

    assertThatThrownBy(() -> check(file, Output.EMBEDDING))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot use the trunk as a trunk: it gives no tensor");
  }

  /** Statistics of the batch, an image in its neighbour's place, the example's number of images. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "torch.sub(f, torch.mean(f))",
        "torch.flip(f, [0])",
        "torch.add(f, torch.slice(f, 0, 0, 1), alpha=1)",
        "torch.dropout(f, 0.10000000000000001, True)",
      })
  void refusesImagesThatDependOnTheirCompany(String result) throws IOException {
    Path file = Traces.write(folder.resolve("mixed.pt"), result);

    assertThatThrownBy(() -> check(file, Output.FEATURE_MAP))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("depends on the other images of its batch; call eval()")
        .message()
        .hasLineCount(1);
  }

  @Test
  void refusesANumberOfImagesThatIsPartOfTheTrace() throws IOException {
    Path file = Traces.write(folder.resolve("baked.pt"), "torch.view(f, [2, 3, 7, 7])");

    assertThatThrownBy(() -> check(file, Output.FEATURE_MAP))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot run the trunk on images [1, 3, 224, 224]: ")
        .hasMessageContaining("shape '[2, 3, 7, 7]' is invalid for input of size 147")
        .message()
        .hasLineCount(1);
  }

  @Test
  void refusesWhatDoesNotLookAtTheImage() throws IOException {
    Path file = Traces.write(folder.resolve("constant.pt"), "torch.ones_like(f)");

    assertThatThrownBy(() -> check(file, Output.FEATURE_MAP))
        .hasMessageEndingWith("it gives the same numbers for two different images");
  }

  @Test
  void leavesASingleImageThatGivesNoFiniteNumbersToTheRun() throws IOException {
    Path dark =
        Traces.write(
            folder.resolve("dark.pt"),
            "torch.where(torch.gt(torch.mean(f, [1, 2, 3], True), 0), f, torch.log(torch.neg(torch.ones_like(f))))");
    Path all = Traces.write(folder.resolve("all.pt"), "torch.log(torch.neg(torch.ones_like(f)))");

    assertThatCode(() -> check(dark, Output.FEATURE_MAP)).doesNotThrowAnyException();
    assertThatThrownBy(() -> check(all, Output.FEATURE_MAP))
        .hasMessageEndingWith("it gives no finite numbers for two images of ordinary brightness");
    assertThat(all).exists();
  }

  @Test
  void triesTheSizeToWhichImagesAreCropped() throws IOException {
    Path file = Traces.write(folder.resolve("grid.pt"), "torch.avg_pool2d(x, [32, 32])");

    for (int side : new int[] {224, 240}) {
      TraceCheck.check(
          file, "the trunk", TorchDevice.cpu(), new TraceCheck.Wanted(Output.FEATURE_MAP, side));
    }
    assertThatThrownBy(
            () ->
                TraceCheck.check(
                    file,
                    "the trunk",
                    TorchDevice.cpu(),
                    new TraceCheck.Wanted(Output.FEATURE_MAP, 256)))
        .hasMessageContaining("float32 [2, 3, 8, 8] for images [2, 3, 256, 256]");
  }

  private static void check(Path file, Output wanted) {
    TraceCheck.check(file, "the trunk", TorchDevice.cpu(), new TraceCheck.Wanted(wanted, 224));
  }
}
