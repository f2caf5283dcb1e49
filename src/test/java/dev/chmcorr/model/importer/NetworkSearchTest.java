package dev.chmcorr.model.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.chm.KernelSharing;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.model.FormulaWeights;
import dev.chmcorr.model.archive.Provenance;
import dev.chmcorr.model.checkpoint.CheckpointReader;
import dev.chmcorr.model.checkpoint.SavedWeights;
import dev.chmcorr.model.checkpoint.StateDict;
import dev.chmcorr.model.match.SmallHough;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks in files as people save them: nested, behind prefixes, beside others. */
class NetworkSearchTest {
  private static final Provenance SOURCE = new Provenance("weights.pth", "00");
  private static final Wanted RESNET = ResNetLayout.TORCHVISION.wanted();
  private static final FormulaWeights NET = FormulaWeights.small("net", 2, List.of(1, 1, 1, 1));

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"", "module.", "_orig_mod.", "model.", "backbone.", "module.backbone.", "a.b.c."})
  void findsThePrefix(String prefix) throws IOException {
    FoundNetwork found = find(RESNET, new SavedWeights().dict(prefix, NET).zip(folder));

    assertThat(found.prefix()).isEqualTo(prefix);
    assertThat(found.isNested()).isFalse();
    assertSame(found.dict());
  }

  @Test
  void findsSafetensors() throws IOException {
    Path file = folder.resolve("weights.pth");

    FoundNetwork found = find(RESNET, SavedWeights.safetensors(file, "backbone.", NET));

    assertThat(found.prefix()).isEqualTo("backbone.");
    assertSame(found.dict());
  }

  @ParameterizedTest
  @ValueSource(strings = {"state_dict", "model", "model_ema", "net", "anything at all"})
  void findsTheDictionary(String name) throws IOException {
    SavedWeights file = new SavedWeights();
    file.pickle().ops("}(").text("epoch").integer(3).text(name);
    file.dict("", NET).pickle().text("args").ops("cargparse\nNamespace\n)\u0081u");

    FoundNetwork found = find(RESNET, file.zip(folder));

    assertThat(found.entry()).isEqualTo(name);
    assertThat(found.isNested()).isTrue();
    assertSame(found.dict());
  }

  @Test
  void findsDictionariesInDictionaries() throws IOException {
    SavedWeights file = new SavedWeights();
    file.pickle().ops("}").text("ema").ops("}").text("state");
    file.dict("model.", NET).pickle().ops("ss");

    FoundNetwork found = find(RESNET, file.zip(folder));

    assertThat(found.entry()).isEqualTo("ema.state");
    assertThat(found.prefix()).isEqualTo("model.");
    assertSame(found.dict());
  }

  /** One of them is even the same dictionary under two names, as Python writes it. */
  @Test
  void severalDictionariesAreChosenByTheUser() throws IOException {
    FormulaWeights other = FormulaWeights.small("other", 2, List.of(1, 1, 1, 1));
    SavedWeights weights = new SavedWeights();
    weights.pickle().ops("}(").text("teacher");
    weights.dict("module.", other).pickle().text("student");
    weights.dict("", NET).pickle().ops("q\0").text("ema").ops("h\0u");
    Path file = weights.zip(folder);

    assertThatThrownBy(() -> find(RESNET, file))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot import %s as a bottleneck ResNet: it holds 3 such networks; choose one by --entry teacher, --entry student, --entry ema",
            file);
    assertSame(find(RESNET, file, "student", null).dict());
    assertSame(find(RESNET, file, "ema", "").dict());
    assertThat(archive(find(RESNET, file, null, "module").dict())).isEqualTo(archive(other));
    assertThatThrownBy(() -> find(RESNET, file, "nobody", null))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Invalid --entry nobody: %s holds a bottleneck ResNet under other names; choose from --entry teacher, --entry student, --entry ema",
            file);
  }

  /** As torch.save writes one dictionary, or one network's asked for twice, under two names. */
  @ParameterizedTest
  @CsvSource({"model, state_dict, model", "ema, state_dict, state_dict", "model, ema, model"})
  void theSameTensorsUnderTwoNamesAreOneNetwork(String first, String second, String found)
      throws IOException {
    SavedWeights one = new SavedWeights();
    one.pickle().ops("}(").text(first);
    one.dict("", NET).pickle().ops("q\0").text(second).ops("h\0u");
    assertFound(one.zip(folder), found);

    SavedWeights two = new SavedWeights();
    two.pickle().ops("}(").text(first);
    two.dict("", NET).pickle().text(second);
    two.again().dict("", NET).pickle().ops("u");
    assertFound(two.zip(folder), found);
  }

  private void assertFound(Path file, String entry) throws IOException {
    FoundNetwork network = find(RESNET, file);
    assertThat(network.entry()).isEqualTo(entry);
    assertSame(network.dict());
  }

  @Test
  void tensorsThatDifferAreTwoNetworksWhateverTheirNames() throws IOException {
    for (FormulaWeights other :
        List.of(FormulaWeights.small("other", 2, List.of(1, 1, 1, 1)), NET)) {
      SavedWeights weights = new SavedWeights();
      weights.pickle().ops("}(").text("model");
      weights.dict("", NET).pickle().text("state_dict");
      weights.dict("", other).pickle().ops("u");
      Path file = weights.zip(folder);

      assertThatThrownBy(() -> find(RESNET, file))
          .hasMessageEndingWith(
              "it holds 2 such networks; choose one by --entry model, --entry state_dict");
    }
  }

  @Test
  void severalPrefixesAreChosenByTheUser() throws IOException {
    FormulaWeights other = FormulaWeights.small("other", 2, List.of(1, 1, 1, 1));
    Path file =
        new SavedWeights()
            .dict("module.encoder_q.", NET)
            .add("module.encoder_k.", other)
            .add("", other)
            .zip(folder);

    assertThatThrownBy(() -> find(RESNET, file))
        .hasMessageEndingWith(
            "choose one by --prefix module.encoder_q., --prefix module.encoder_k., --prefix ''");
    assertSame(find(RESNET, file, null, "module.encoder_q").dict());
    assertSame(find(RESNET, file, ".", "module.encoder_q.").dict());
    assertThat(archive(find(RESNET, file, null, "").dict())).isEqualTo(archive(other));
    assertThatThrownBy(() -> find(RESNET, file, null, "encoder_q"))
        .hasMessageStartingWith("Invalid --prefix encoder_q.: " + file);
  }

  @Test
  void namesTheOnlyPrefixIfAnotherIsGiven() throws IOException {
    Path file = new SavedWeights().dict("module.", NET).zip(folder);

    assertThatThrownBy(() -> find(RESNET, file, null, ""))
        .hasMessage(
            "Invalid --prefix '': %s holds a bottleneck ResNet under other names; choose from --prefix module.",
            file);
  }

  @Test
  void findsTheINaturalistNetworkBehindAnyPrefix() throws IOException {
    FormulaWeights inat = FormulaWeights.small("inat", 2, List.of());
    FormulaWeights whole = FormulaWeights.small("inat", 2, List.of(1, 1, 1, 4));
    for (String name : whole.names()) {
      String key = name.replace("layer4.2.", "cb_block.").replace("layer4.3.", "rb_block.");
      inat.with(key, whole.shape(name), () -> whole.tensor(name).values());
    }
    Wanted wanted = ResNetLayout.INAT.wanted();
    for (String prefix : List.of(wanted.usualPrefix(), "", "backbone.")) {
      Path file = new SavedWeights().dict(prefix, inat).zip(folder);

      FoundNetwork found = find(wanted, file);

      assertThat(found.prefix()).isEqualTo(prefix);
      Path out = folder.resolve("inat.pt");
      assertThat(ResNetImporter.write(found.dict(), ResNetLayout.INAT, SOURCE, out).dimensions())
          .containsEntry("depth", 23);
      assertThatThrownBy(() -> find(RESNET, file))
          .hasMessageContaining("BBN's iNaturalist ResNet, which import-model inat takes");
    }
  }

  @Test
  void findsHoughMatchingNetworksBehindAnyPrefix() throws IOException {
    StateDict chm = new SmallHough(KernelSharing.PSI).checkpoint();
    SavedWeights weights = new SavedWeights();
    weights.pickle().ops("}").text("state_dict");
    weights.dict("module.", chm).pickle().ops("s");
    Path file = weights.zip(folder);

    FoundNetwork found = find(ChmImporter.wanted(), file);

    Path plain = folder.resolve("plain.pt");
    Path out = folder.resolve("chm.pt");
    ChmImporter.write(chm, SOURCE, plain);
    ChmImporter.write(found.dict(), SOURCE, out);
    assertThat(Files.readAllBytes(out)).isEqualTo(Files.readAllBytes(plain));
    assertThatThrownBy(() -> find(RESNET, file))
        .hasMessageContaining("a Hough matching network, which import-model chm takes");
    assertThatThrownBy(
            () -> find(ChmImporter.wanted(), new SavedWeights().dict("", NET).zip(folder)))
        .hasMessageContaining("a ResNet, which import-model resnet takes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "blocks.0.attn.qkv.weight | a Vision Transformer",
        "module.encoder.layers.encoder_layer_3.mlp.0.weight | a Vision Transformer",
        "vit.encoder.layer.0.attention.attention.query.weight | a Vision Transformer",
        "stages.0.blocks.0.conv_dw.weight | a ConvNeXt",
        "stages.0.0.dwconv.weight | a ConvNeXt",
        "features.1.0.layer_scale | a ConvNeXt",
        "conv_stem.weight | an EfficientNet",
        "features.1.0.block.0.0.weight | an EfficientNet",
        "features.0.weight | a VGG or AlexNet",
        "features.denseblock1.denselayer1.conv1.weight | a DenseNet",
        "layers.0.blocks.0.attn.relative_position_bias_table | a Swin Transformer",
        "resnet.embedder.embedder.convolution.weight | a ResNet of transformers",
        "conv1.0.weight | a ResNet with a stem of three convolutions"
      })
  void namesOtherArchitectures(String key, String network) throws IOException {
    FormulaWeights other = FormulaWeights.small("other", 1, List.of());
    List.copyOf(other.names()).forEach(other::without);
    other.with(key, new int[] {1}, () -> new float[1]);
    Path file = new SavedWeights().dict("", other).zip(folder);

    assertThatThrownBy(() -> find(RESNET, file))
        .hasMessage(
            "Cannot import %s as a bottleneck ResNet: its keys are those of %s (%s)",
            file, network, key);
  }

  @Test
  void namesWhatIsMissingAndWhatIsThere() throws IOException {
    FormulaWeights other = FormulaWeights.small("other", 1, List.of());
    List.copyOf(other.names()).forEach(other::without);
    for (String key : List.of("a", "b", "c", "d", "e")) {
      other.with(key + "\n", new int[] {1}, () -> new float[1]);
    }
    Path file = new SavedWeights().dict("", other).zip(folder);

    assertThatThrownBy(() -> find(RESNET, file))
        .hasMessageEndingWith(
            "conv1.weight is missing, under any prefix; its keys are a?, b?, c?, d? (and 1 more)");
  }

  /** With one sign of a network there, the importer names the tensors that are missing. */
  @Test
  void findsAnIncompleteNetwork() throws IOException {
    FormulaWeights holes = FormulaWeights.small("holes", 2, List.of(1, 1, 1, 1));
    holes.without("conv1.weight");
    FoundNetwork found = find(RESNET, new SavedWeights().dict("module.", holes).zip(folder));

    assertThatThrownBy(() -> archive(found.dict()))
        .hasMessageEndingWith(": module.conv1.weight is missing, expected [?, 3, 7, 7]");
  }

  private FoundNetwork find(Wanted wanted, Path file) {
    return find(wanted, file, null, null);
  }

  private FoundNetwork find(Wanted wanted, Path file, String entry, String prefix) {
    return NetworkSearch.find(
        CheckpointReader.read(file, Limits.DEFAULT), wanted, NetworkChoice.of(entry, prefix));
  }

  /** The archive is that of the plain state dict to the last bit. */
  private void assertSame(StateDict dict) throws IOException {
    assertThat(archive(dict)).isEqualTo(archive(NET));
  }

  private byte[] archive(StateDict dict) throws IOException {
    Path out = folder.resolve("network.pt");
    ResNetImporter.write(dict, ResNetLayout.TORCHVISION, SOURCE, out);
    return Files.readAllBytes(out);
  }
}
