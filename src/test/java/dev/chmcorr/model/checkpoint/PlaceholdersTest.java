package dev.chmcorr.model.checkpoint;

import static dev.chmcorr.model.checkpoint.Checkpoints.floats;
import static dev.chmcorr.model.checkpoint.Checkpoints.tensor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.Hostile;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.pickle.RawPickle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a checkpoint asks for besides tensors is not made, whatever it is and however it asks. */
class PlaceholdersTest {
  private static final long[] ONE = {1};
  private static final long[] FOUR = {4};
  private static final String NOT_ALLOWED =
      "which is not allowed (only plain data is read, nothing is run)";

  @TempDir Path folder;

  /** Each leaves one value: a name, calls of all kinds, states, items, references outside. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cposix\nsystem\n",
        "U\5posixU\6system\u0093",
        "cposix\nsystem\nU\2id\u0085R",
        "cposix\nsystem\nU\2id\u0085\u0081",
        "cposix\nsystem\nU\2id\u0085}\u0092",
        "(U\2idiposix\nsystem\n",
        "(cposix\nsystem\nU\2ido",
        "cargparse\nNamespace\n)\u0081}U\1aK\1sb",
        "cargparse\nNamespace\n)\u0081N}U\1aK\1s\u0086b",
        "cfunctools\npartial\ncposix\nsystem\n\u0085R(NNNtb",
        "ccollections\ndefaultdict\nc__builtin__\nlist\n\u0085RU\1aK\1s",
        "ccollections\nOrderedDict\n](](K\1Nee\u0085R",
        "ccollections\ndeque\n)R(K\1K\2e",
        "cmy\nDict\n)\u0081(U\1aK\1U\1bK\2u",
        "cmy\nDict\n)\u0081U\1aK\1s",
        "\u008f(K\1K\2\u0090",
        "(K\1K\2\u0091",
        "c__builtin__\nset\n]\u0085R",
        "}(cmy\nEnum\n)\u0081K\1)K\2NK\3G\0\0\0\0\0\0\0\0K\4u",
        "cmy\nEnum\nK\1\u0085R",
        "cnumpy.core.multiarray\nscalar\ncnumpy\ndtype\nU\2c8\u0085R(K\3U\1|NNNtbU\10abcdefgh\u0086R",
        "cnumpy\ndtype\nU\2V8\u0085R",
        "ctorch\ndevice\nU\4cuda\u0085R",
        "ctorch\ncomplex64\n",
        "ctorch._utils\n_rebuild_sparse_tensor\n)R",
        "ctorch._utils\n_rebuild_parameter\ncmy\nTensor\n)R\u0085R",
        "ctorch.nn.parameter\nParameter\n)\u0081cmy\nState\n)Rb",
        "\u0082\5",
        "\u0083\5\0",
        "\u0084\5\0\0\0",
        "Pmy-id\n",
        "U\2idQ",
        "(U\6modulecmy\nNet\nU\1xU\1ytQ",
        "\u0097",
        "\u0097\u0098",
        "I4294967296\n",
        "L12345678901234567890L\n",
        "cposix\nsystem\nq\t0h\t)R0h\t"
      })
  void whateverStandsBesideTensorsIsPassedOver(String operations) throws IOException {
    Path ran = folder.resolve("id");
    RawPickle pickle = new RawPickle().ops("}(").text("x").ops(operations).text("w");
    tensor(pickle, "0", 4, 0, FOUR, ONE).text("y").ops(operations).ops("u");
    byte[] bytes = pickle.end();
    byte[] values = floats(1, 2, 3, 4);
    Path zip = Checkpoints.zip(folder, bytes, Map.of("0", values));
    assertThat(Checkpoints.entry(zip, ".").tensor("w").values()).containsExactly(1, 2, 3, 4);
    Path legacy = Checkpoints.legacy(folder, bytes, "0", 4, values);
    assertThat(Checkpoints.entry(legacy, ".").tensor("w").values()).containsExactly(1, 2, 3, 4);
    assertThat(ran).doesNotExist();
  }

  @Test
  void tensorsOfPlaceholdersAreRefusedByName() throws IOException {
    refused("cmy\nTensor\n)R", "it asks for my.Tensor, " + NOT_ALLOWED);
    refused(
        "ctorch._utils\n_rebuild_tensor_v2\n(cmy\nStorage\n)RK\0))NNtR",
        "my.Storage, " + NOT_ALLOWED);
    refused("ctorch._utils\n_rebuild_parameter\n(cmy\nTensor\n)RNNtR", "my.Tensor, " + NOT_ALLOWED);
    refused(
        "ctorch._tensor\n_rebuild_from_type_v2\n(ctorch._utils\n_rebuild_parameter\ncmy\nTensor\n)NtR",
        "my.Tensor, " + NOT_ALLOWED);
    refused(
        "ctorch._utils\n_rebuild_tensor_v2\n((U\7storagectorch\nComplexFloatStorage\nU\0011U\3cpuK\2tQK\0(K\2t(K\1tNNtR",
        "it is of type torch.ComplexFloatStorage, not of plain numbers");
  }

  private void refused(String operations, String reason) throws IOException {
    RawPickle pickle = new RawPickle().ops("}").text("v");
    tensor(pickle, "0", 4, 0, FOUR, ONE).ops("s").text("w").ops(operations).ops("s");
    Path file = Checkpoints.zip(folder, pickle.end(), Map.of("0", floats(1, 2, 3, 4)));
    assertThat(read(file)).contains("tensor w is not read: ").endsWith(reason);
  }

  /** A tensor with attributes, or of torch's own class, is the tensor itself. */
  @Test
  void readsTensorsWithAttributes() throws IOException {
    RawPickle pickle = new RawPickle().ops("}").text("w");
    pickle.global("torch._tensor", "_rebuild_from_type_v2").ops("(");
    pickle.global("torch._utils", "_rebuild_tensor_v2").global("torch", "Tensor").ops("((");
    pickle.text("storage").global("torch", "FloatStorage").text("0").text("cpu").integer(4);
    pickle.ops("tQ").integer(0).integers(4).integers(1).ops("NNt}tRs");
    Path file = Checkpoints.zip(folder, pickle.end(), Map.of("0", floats(1, 2, 3, 4)));
    assertThat(Checkpoints.read(file).tensor("w").values()).containsExactly(1, 2, 3, 4);
  }

  /** Functions of functions: each would be called inside the one before. */
  @Test
  void nestedCallsAreRefused() throws IOException {
    String function = "ctorch._tensor\n_rebuild_from_type_v2\n";
    RawPickle pickle = new RawPickle().ops("}").text("w").ops(function).ops("q\0");
    pickle.ops("(h\0N)tq\1");
    for (int i = 0; i < 50_000; i++) {
      pickle.ops("0(h\0Nh\1tq\1");
    }
    Path file = Checkpoints.zip(folder, pickle.ops("Rs").end(), Map.of());
    assertThat(read(file)).endsWith("it describes a tensor in a way that PyTorch does not");
  }

  /** What takes most memory for its few characters is stopped near what the option says. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cx\ny\n",
        "cx\ny\n)R",
        "cx\ny\n)\u0081",
        "cx\ny\n)}\u0092",
        "(ix\ny\n",
        "(cx\ny\no",
        "cx\ny\n}b",
        "cx\ny\n}K\1Nsb",
        "cx\ny\nK\1Ns",
        "cx\ny\nNa",
        "\u0082\1",
        "\u0097",
        "Px\n",
        "NQ",
        "I1\n"
      })
  void bombs(String operations) throws IOException {
    Limits limits = Limits.DEFAULT.withInputMebibytes(16);
    byte[] pickle = new RawPickle().ops(operations.repeat(500_000)).end();
    Path file = Checkpoints.zip(folder, pickle, Map.of());
    String message =
        Hostile.read(
            5 * limits.inputBytes(),
            UserException.class,
            () -> CheckpointReader.read(file, limits));
    assertThat(message).endsWith("(at most 16777216; --max-input-mib raises the limit)");
  }

  /** Names from the memo would be joined to new ones of twice their length each time. */
  @Test
  void longNames() throws IOException {
    RawPickle pickle = new RawPickle().text("x".repeat(1 << 20)).ops("q\0");
    byte[] bytes = pickle.ops("h\0h\0\u0093".repeat(10_000)).end();
    Path file = Checkpoints.zip(folder, bytes, Map.of());
    assertThat(read(file)).endsWith("it holds a name of more than 1000 bytes");
  }

  @Test
  void dictionariesInDictionaries() throws IOException {
    int depth = 100_000;
    String deep = "}U\1a".repeat(depth) + "}" + "s".repeat(depth);
    assertThat(read(Checkpoints.zip(folder, new RawPickle().ops(deep).end(), Map.of())))
        .endsWith("it holds no tensors");
    String lists = "]".repeat(depth) + "a".repeat(depth - 1);
    assertThat(read(Checkpoints.zip(folder, new RawPickle().ops(lists).end(), Map.of())))
        .endsWith("it holds no tensors");
  }

  /** Each holds the one before twice: 2^100 ways lead to the innermost. */
  @Test
  void billionLaughs() throws IOException {
    for (String step : new String[] {"2\u0086", "q\0000}(U\1ah\0U\1bh\0u", "q\0000(h\0h\0l"}) {
      RawPickle pickle = new RawPickle().ops("}").text("w");
      tensor(pickle, "0", 4, 0, FOUR, ONE).ops("s").ops(step.repeat(100));
      Path file = Checkpoints.zip(folder, pickle.end(), Map.of("0", floats(1, 2, 3, 4)));
      assertThat(read(file)).endsWith("it holds no tensors");
      pickle = new RawPickle().ops("}").text("w");
      tensor(pickle, "0", 4, 0, FOUR, ONE).ops("s").ops(step.repeat(20));
      file = Checkpoints.zip(folder, pickle.end(), Map.of("0", floats(1, 2, 3, 4)));
      assertThat(CheckpointReader.read(file, Limits.DEFAULT).entries()).hasSizeBetween(1, 2);
    }
  }

  /** Each of its names would be searched in each place. */
  @Test
  void oneDictionaryInManyPlaces() throws IOException {
    RawPickle pickle = new RawPickle().ops("]}(").text("w");
    tensor(pickle, "0", 4, 0, FOUR, ONE).ops("q\0");
    for (int i = 0; i < 3000; i++) {
      pickle.text("w" + i).ops("h\0");
    }
    pickle.ops("uq\1a](" + "h\1".repeat(999) + "ea");
    Path file = Checkpoints.zip(folder, pickle.end(), Map.of("0", floats(1, 2, 3, 4)));
    assertThat(read(file)).endsWith("it names tensors in more than 2000000 ways");
  }

  @Test
  void whatHoldsItself() throws IOException {
    String dictionary = "}q\0U\1ah\0s";
    String object = "cx\nY\n)\u0081q\0}U\1ah\0sb";
    String module = "cx\nY\n)\u0081q\0}(U\13_parameters}U\10_modules}(U\0h\0U\1mh\0uub";
    for (String cycle : new String[] {dictionary, object}) {
      Path file = Checkpoints.zip(folder, new RawPickle().ops(cycle).end(), Map.of());
      assertThat(read(file)).contains("it holds no tensors");
    }
    Path file = Checkpoints.zip(folder, new RawPickle().ops(module).end(), Map.of());
    assertThat(read(file)).endsWith("it holds a module of modules without end");
  }

  /** Modules that hold the one before twice, and give every tensor 2^60 names. */
  @Test
  void modulesInModules() throws IOException {
    RawPickle pickle = new RawPickle().ops("cx\nY\n)\u0081}(U\13_parameters}U\1w");
    tensor(pickle, "0", 4, 0, FOUR, ONE).ops("sU\10_modules}ub");
    String twice = "q\0000cx\nY\n)\u0081}(U\13_parameters}U\10_modules}(U\1ah\0U\1bh\0uub";
    Path file =
        Checkpoints.zip(
            folder, pickle.ops(twice.repeat(60)).end(), Map.of("0", floats(1, 2, 3, 4)));
    assertThat(read(file)).endsWith("it holds a module of modules without end");
  }

  /** As torch.save(model) writes: names are those of state_dict(). */
  @Test
  void readsModulesThatWerePickledWhole() throws IOException {
    RawPickle pickle = new RawPickle().ops("}").text("net").ops("cmy\nNet\n)\u0081}(");
    pickle.text("training").raw(0x89).text("_parameters").ops("}").text("w");
    tensor(pickle, "0", 4, 0, FOUR, ONE).ops("s").text("_buffers").ops("}").text("mean");
    tensor(pickle, "0", 4, 0, ONE, ONE).ops("s").text("_modules").ops("}").text("layer");
    pickle.ops("cmy\nLayer\n)\u0081}(").text("_parameters").ops("}(").text("bias").ops("N");
    tensor(pickle.text("weight"), "0", 4, 1, ONE, ONE).ops("u").text("_modules").ops("}ub");
    pickle.ops("sub").ops("s");
    Path file = Checkpoints.zip(folder, pickle.end(), Map.of("0", floats(1, 2, 3, 4)));
    StateDict dict = Checkpoints.entry(file, "net");
    assertThat(dict.names()).containsExactly("w", "mean", "layer.weight");
    assertThat(dict.tensor("layer.weight").values()).containsExactly(2);
  }

  @Test
  void findsTensorsInListsTuplesAndObjects() throws IOException {
    RawPickle pickle = new RawPickle().ops("(K\1](}").text("w");
    tensor(pickle, "0", 4, 0, FOUR, ONE).ops("secmy\nRun\n)\u0081}").text("net").ops("}");
    tensor(pickle.text("v"), "0", 4, 0, FOUR, ONE).ops("ssbt");
    Path file = Checkpoints.zip(folder, pickle.end(), Map.of("0", floats(1, 2, 3, 4)));
    assertThat(Checkpoints.entry(file, "1.0").names()).containsExactly("w");
    assertThat(Checkpoints.entry(file, "2.net").names()).containsExactly("v");
  }

  /** Reads all tensors of all dictionaries; null or why not. */
  private static String read(Path file) throws IOException {
    return Hostile.read(
        Hostile.bound(Files.size(file)),
        UserException.class,
        () -> {
          for (CheckpointEntry entry : CheckpointReader.read(file, Limits.DEFAULT).entries()) {
            StateDict dict = entry.tensors();
            dict.names().forEach(dict::tensor);
          }
        });
  }
}
