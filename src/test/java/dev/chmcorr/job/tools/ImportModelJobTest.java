package dev.chmcorr.job.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.model.FormulaWeights;
import dev.chmcorr.model.archive.ArchiveMetadata;
import dev.chmcorr.model.checkpoint.SavedWeights;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportModelJobTest {
  private static final FormulaWeights NET = FormulaWeights.small("net", 2, List.of(1, 1, 1, 1));

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

  @TempDir Path folder;

  @Test
  void saysWhereTheNetworkWas() throws IOException {
    SavedWeights weights = new SavedWeights();
    weights.pickle().ops("}").text("model_ema");
    weights.dict("module.backbone.", NET).pickle().ops("s");

    run(weights.zip(folder), null, null);

    assertThat(text(progress))
        .contains("import-model: found in model_ema")
        .contains("import-model: keys have the prefix module.backbone.");
    assertThat(text(out)).startsWith("Imported made.pth (resnet, depth 14, dimension 64): file:");
    assertThat(ArchiveMetadata.read(folder.resolve("net.pt"))).isPresent();
  }

  @Test
  void saysNothingOfAPlainStateDict() throws IOException {
    run(new SavedWeights().dict("", NET).zip(folder), null, null);

    assertThat(text(progress)).isEmpty();
  }

  @Test
  void takesTheNetworkThatIsChosen() throws IOException {
    SavedWeights weights = new SavedWeights();
    weights.pickle().ops("}(").text("a");
    weights.dict("q.", NET).add("k.", NET).pickle().text("b");
    weights.dict("q.", NET).add("k.", NET).pickle().ops("u");
    Path file = weights.zip(folder);

    assertThatThrownBy(() -> run(file, null, null))
        .isInstanceOf(UserException.class)
        .hasMessageEndingWith(
            "it holds 4 such networks; choose one by --entry a --prefix q., --entry a --prefix k., --entry b --prefix q., --entry b --prefix k.");
    assertThatThrownBy(() -> run(file, "b", null))
        .hasMessageEndingWith("choose one by --prefix q., --prefix k.");
    run(file, "b", "k");

    assertThat(text(progress)).contains("found in b").contains("keys have the prefix k.");
  }

  private void run(Path file, String entry, String prefix) throws IOException {
    Console console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(progress, true, StandardCharsets.UTF_8));
    ImportModelJob.run(
        console,
        new ImportModelOptions(
            ImportModelJob.Kind.RESNET,
            file.toString(),
            entry,
            prefix,
            ImportModelJob.Kernel.AUTO,
            folder.resolve("net.pt").toString(),
            Limits.DEFAULT));
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
