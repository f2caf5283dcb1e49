package dev.chmcorr.model.checkpoint;

import static dev.chmcorr.model.checkpoint.Checkpoints.floats;
import static dev.chmcorr.model.checkpoint.Checkpoints.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chmcorr.Shared;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.pickle.RawPickle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointReaderTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"flat_zip", "nested_zip", "flat_legacy", "nested_legacy"})
  void readsWhatTorchSaveWrote(String name) throws IOException {
    StateDict dict = Checkpoints.read(reference(name + ".pth"));
    JsonNode expected =
        new ObjectMapper().readTree(Files.newInputStream(reference("expected.json")));
    assertThat(dict.names()).containsExactlyElementsOf(expected::fieldNames);
    for (String tensor : dict.names()) {
      JsonNode one = expected.get(tensor);
      TensorData data = dict.tensor(tensor);
      assertThat(dict.shape(tensor)).as(tensor).isEqualTo(ints(one.get("shape")));
      assertThat(data.shape()).as(tensor).isEqualTo(ints(one.get("shape")));
      assertThat(data.values()).as(tensor).isEqualTo(floatsOf(one.get("values")));
    }
  }

  /** A tensor w, and x, which Python would make by running a command. */
  @ParameterizedTest
  @ValueSource(strings = {"evil_zip.pth", "evil_legacy.pth"})
  void runsNoCodeAndReadsWhatStandsBeside(String name) {
    Path ran = Path.of(System.getProperty("java.io.tmpdir"), "chmcorr-evil-checkpoint-ran");
    Path file = reference(name);
    StateDict dict = Checkpoints.entry(file, ".");
    assertThat(dict.shape("w")).containsExactly(2);
    assertThatThrownBy(() -> dict.tensor("x"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot read checkpoint %s: tensor x is not read: it asks for posix.system, which is"
                + " not allowed (only plain data is read, nothing is run)",
            file);
    assertThat(ran).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"truncated_zip.pth", "truncated_legacy.pth"})
  void refusesTruncatedFiles(String name) {
    Path file = reference(name);
    assertThatThrownBy(() -> Checkpoints.read(file))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot read checkpoint %s: it ", file)
        .hasMessageContaining("truncated?")
        .hasMessageNotContaining("\n");
  }

  @Test
  void refusesWhatIsNoCheckpoint() throws IOException {
    Path zip = folder.resolve("photos.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      Checkpoints.stored(out, "a.txt", new byte[3]);
    }
    Path pickle = Files.write(folder.resolve("pickle"), new RawPickle().ops("}").end());
    refused(zip, "it is a zip file without data.pkl, so not one of torch.save");
    refused(pickle, "it is a pickle, but not one of torch.save");
    refused(folder.resolve("absent"), "there is no such file");
    refused(
        folder,
        "it is a folder; name the file of weights in it (model.safetensors, pytorch_model.bin)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | it is empty",
        "version https://git-lfs.github.com/spec/v1 | it is a pointer of Git LFS",
        "` <!DOCTYPE html><html>` | it is a web page",
        "<?xml version='1.0'?> | it is XML or a web page",
        "{\"metadata\": {\"total_size\": 3}} | it is the index of weights in several files",
        "[1] | it is JSON, not a file of weights",
        "`\u0089HDF\r\n\u001a\n` | it is an HDF5 file, as Keras writes them",
        "`\u0093NUMPY` | it is an array of numpy",
        "`\u001f\u008b\b` | it is compressed by gzip; unpack it first",
        "`\b\7\u0012\7pytorch` | it looks like an ONNX model",
        "`\b\1\u0012\7` | it looks like a model of TensorFlow",
        "aaaaTFL3 | it is a TensorFlow Lite model",
        "hello | it is no file of torch.save and no safetensors",
        "PK | it is no file of torch.save and no safetensors"
      })
  void saysWhatAFileIsInstead(String begin, String reason) throws IOException {
    Path file = folder.resolve("weights.pth");
    Files.write(file, begin.getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Checkpoints.read(file))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot read checkpoint %s: %s", file, reason)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.npy | it is an npz file of numpy",
        "model.weights.h5 | it is a model of Keras",
        "x/resnet.pth | it is a zip file without data.pkl, so not one of torch.save; unpack it first: it holds x/resnet.pth"
      })
  void saysWhatAZipFileIsInstead(String part, String reason) throws IOException {
    Path file = folder.resolve("weights.pth");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry(part));
    }
    assertThatThrownBy(() -> Checkpoints.read(file)).hasMessageContaining(": " + reason);
  }

  @Test
  void readsTransposedViewsInRowMajorOrder() throws IOException {
    byte[] pickle = Checkpoints.single("0", 8, 1, new long[] {3, 2}, new long[] {1, 3}).end();
    Path file = Checkpoints.zip(folder, pickle, Map.of("0", floats(9, 0, 1, 2, 3, 4, 5, 9)));
    assertThat(Checkpoints.read(file).tensor("w").values()).containsExactly(0, 3, 1, 4, 2, 5);
  }

  @Test
  void decodesHalfPrecision() throws IOException {
    RawPickle pickle = new RawPickle().ops("}").text("w");
    long[] five = {5};
    tensor(pickle, "HalfStorage", "0", 5, 0, five, new long[] {1}).ops("s");
    byte[] halves = {0, 0x3c, 1, 0, -1, -5, -1, 0x7b, 0, -128};
    Path file = Checkpoints.zip(folder, pickle.end(), Map.of("0", halves));
    assertThat(Checkpoints.read(file).tensor("w").values())
        .containsExactly(1, 0x1p-24f, -65504, 65504, -0f);
  }

  @Test
  void refusesTensorsThatReachOutsideTheirStorage() throws IOException {
    refusedTensor(4, 0, new long[] {5}, new long[] {1});
    refusedTensor(4, 2, new long[] {3}, new long[] {1});
    refusedTensor(4, -1, new long[] {1}, new long[] {1});
    refusedTensor(4, 0, new long[] {-1}, new long[] {1});
    refusedTensor(4, 3, new long[] {2}, new long[] {-1});
    refusedTensor(4, 0, new long[] {2, 2}, new long[] {1});
    refusedTensor(4, 0, new long[] {2}, new long[] {Long.MAX_VALUE});
    refusedTensor(4, Long.MAX_VALUE, new long[] {2}, new long[] {1});
    refusedTensor(4, 0, new long[] {1L << 40}, new long[] {1});
    refusedTensor(4, 0, new long[] {1L << 30}, new long[] {0});
    refusedTensor(4, 0, new long[] {1L << 31, 1L << 31, 1L << 31}, new long[] {0, 0, 0});
  }

  private void refusedTensor(long length, long offset, long[] sizes, long[] strides)
      throws IOException {
    byte[] pickle = Checkpoints.single("0", length, offset, sizes, strides).end();
    Path zip = Checkpoints.zip(folder, pickle, Map.of("0", floats(1, 2, 3, 4)));
    Path legacy = Checkpoints.legacy(folder, pickle, "0", length, floats(1, 2, 3, 4));
    for (Path file : new Path[] {zip, legacy}) {
      assertThatThrownBy(() -> Checkpoints.read(file))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("tensor w claims shape [" + sizes[0])
          .hasMessageEndingWith("but its storage holds 4 elements");
    }
  }

  @Test
  void refusesStoragesThatAreMissingOrShort() throws IOException {
    long huge = 1L << 40;
    byte[] pickle = Checkpoints.single("0", huge, 0, new long[] {4}, new long[] {1}).end();
    refused(
        Checkpoints.zip(folder, pickle, Map.of("1", floats(1, 2, 3, 4))),
        "storage 0 of tensor w is missing");
    refused(
        Checkpoints.zip(folder, pickle, Map.of("0", floats(1, 2, 3, 4))),
        "storage 0 of tensor w has 16 bytes, not 4398046511104");
    refused(
        Checkpoints.legacy(folder, pickle, "0", huge, floats(1, 2, 3, 4)),
        "it ends inside storage 0 (is the file truncated?)");
  }

  @Test
  void refusesAListOfStoragesThatHoldsItself() throws IOException {
    byte[] pickle = Checkpoints.single("0", 4, 0, new long[] {4}, new long[] {1}).end();
    byte[] keys = new RawPickle().ops("]q").raw(0).ops("h").raw(0).ops("a").end();
    refused(
        Checkpoints.legacy(folder, pickle, keys, 4, floats(1, 2, 3, 4)),
        "it lists a storage that no tensor uses");
  }

  /** The zip's directory claims a gigabyte for a part of sixteen bytes. */
  @Test
  void refusesPartsLongerThanTheFile() throws IOException {
    byte[] pickle = Checkpoints.single("0", 1 << 29, 0, new long[] {1 << 29}, new long[] {1}).end();
    Path file = Checkpoints.zip(folder, pickle, Map.of("0", floats(1, 2, 3, 4)));
    ByteBuffer zip = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int entry = new String(zip.array(), StandardCharsets.ISO_8859_1).lastIndexOf("PK\1\2");
    zip.putInt(entry + 20, 1 << 30).putInt(entry + 24, 1 << 30);
    Files.write(file, zip.array());
    refused(file, "its part made/data/0 claims 1073741824 bytes, more than the file has");
  }

  /** ZipFile answers these with an exception that is no IOException. */
  @Test
  void refusesCommentsThatAreNotUtf8() throws IOException {
    Path file = folder.resolve("comment.pth");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      ZipEntry entry = new ZipEntry("made/data.pkl");
      entry.setComment("remark");
      zip.putNextEntry(entry);
    }
    byte[] zip = Files.readAllBytes(file);
    zip[new String(zip, StandardCharsets.ISO_8859_1).indexOf("remark")] = -1;
    Files.write(file, zip);
    refused(file, "it is a broken zip file");
  }

  @Test
  void refusesCompressedParts() throws IOException {
    Path file = folder.resolve("compressed.pth");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("made/data.pkl"));
      zip.write(new byte[1 << 20]);
    }
    refused(file, "its part made/data.pkl is compressed, which torch.save never does");
  }

  @Test
  void saysThatAScriptIsNoStateDict() throws IOException {
    Path file = folder.resolve("script.pt");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      Checkpoints.stored(zip, "made/data.pkl", new byte[1]);
      zip.putNextEntry(new ZipEntry("made/code/net.py"));
      zip.write(new byte[1000]);
      Checkpoints.stored(zip, "made/constants.pkl", new byte[1]);
    }
    refused(file, "it is a TorchScript archive, not a state dict (save model.state_dict())");
  }

  @ParameterizedTest
  @ValueSource(strings = {"state_dict", "model_state_dict", "model"})
  void findsNestedStateDictsAndIgnoresTheRest(String nest) throws IOException {
    long[] two = {2};
    long[] one = {1};
    RawPickle pickle = new RawPickle().ops("}").text("epoch").integer(7).ops("s");
    tensor(pickle.text("best"), "0", 2, 0, one, one).ops("s").text(nest).ops("}").text("w");
    tensor(pickle, "0", 2, 0, two, one).ops("s").text("note").text("hi").ops("s").ops("s");
    Path file = Checkpoints.zip(folder, pickle.end(), Map.of("0", floats(1, 2)));
    StateDict dict = Checkpoints.entry(file, nest);
    assertThat(dict.names()).containsExactly("w");
    assertThat(dict.tensor("w").values()).containsExactly(1, 2);
    assertThat(dict.shape("note")).isNull();
    assertThat(dict.source()).isEqualTo(file.toString());
    assertThatThrownBy(() -> dict.tensor("v"))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot read checkpoint %s: it has no tensor v", file);
  }

  /** As torchvision's first ResNet-50 file: made by Python 2, parameters with a state. */
  @Test
  void readsParametersOfOldPyTorch() throws IOException {
    long[] two = {2};
    long[] one = {1};
    RawPickle pickle = new RawPickle().global("collections", "OrderedDict").ops("(](](").text("w");
    pickle.global("torch.nn.parameter", "Parameter").ops(")").raw(0x81).ops("(");
    tensor(pickle, "0", 2, 0, two, one).ops("N").global("collections", "OrderedDict").ops(")R");
    pickle.raw(0x88, 0x89).ops("tbeetR");
    Path file = Checkpoints.legacy(folder, pickle.end(), "0", 2, floats(3, 4));
    assertThat(Checkpoints.read(file).tensor("w").values()).containsExactly(3, 4);
  }

  @Test
  void theMemoryThatItTakesIsBounded() throws IOException {
    int length = 300_000;
    byte[] large = Checkpoints.single("0", length, 0, new long[] {length}, new long[] {1}).end();
    byte[] values = new byte[Float.BYTES * length];
    assertBounded(
        Checkpoints.legacy(folder, large, "0", length, values),
        "tensor w of shape [300000] takes 1200000 bytes of memory (at most 1048576; --max-input-mib raises the limit)");
    RawPickle many = new RawPickle().ops("}(");
    for (int i = 0; i < 800; i++) {
      tensor(many.text("layer" + i), "0", 1, 0, new long[] {1}, new long[] {1});
    }
    assertBounded(
        Checkpoints.zip(folder, many.ops("u").end(), Map.of("0", floats(1))),
        "of memory (at most 1048576; --max-input-mib raises the limit)");
  }

  private static void assertBounded(Path file, String message) {
    Limits low = Limits.DEFAULT.withInputMebibytes(1);
    assertThatThrownBy(() -> Checkpoints.read(file, low))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot read checkpoint %s: ", file)
        .hasMessageEndingWith(message);
    assertThat(Checkpoints.read(file, low.withInputMebibytes(3)).names()).isNotEmpty();
  }

  @Test
  void readsValuesOnlyWhenAsked() throws IOException {
    byte[] pickle = Checkpoints.single("0", 2, 0, new long[] {2}, new long[] {1}).end();
    Path file = Checkpoints.legacy(folder, pickle, "0", 2, floats(1, 2));
    StateDict dict = Checkpoints.read(file);
    byte[] content = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(content, content.length - 1));
    assertThat(dict.shape("w")).containsExactly(2);
    assertThatThrownBy(() -> dict.tensor("w"))
        .isInstanceOf(UserException.class)
        .hasMessageEndingWith("it ends in the middle (is the file truncated?)");
  }

  @Test
  void digestIsSha256() throws IOException {
    Path file = Files.writeString(folder.resolve("abc"), "abc");
    // FIPS 180-2, appendix B.1
    assertThat(CheckpointReader.digest(file))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  private static void refused(Path file, String reason) {
    assertThatThrownBy(() -> Checkpoints.read(file))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot read checkpoint %s: %s", file, reason);
  }

  private static Path reference(String name) {
    return Shared.path("reference/checkpoints/" + name);
  }

  private static int[] ints(JsonNode array) {
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).asInt();
    }
    return values;
  }

  private static float[] floatsOf(JsonNode array) {
    float[] values = new float[array.size()];
    Iterator<JsonNode> elements = array.elements();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) elements.next().asDouble();
    }
    return values;
  }
}
