package dev.chmcorr.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.Edits;
import dev.chmcorr.Hostile;
import dev.chmcorr.Seeds;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.pickle.PicklePrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Damaged and made-up files of torch.save, both formats, read to their last tensor. */
class CheckpointFuzzTest {
  private static final String[] GLOBALS = {
    "torch._utils _rebuild_tensor_v2",
    "torch._utils _rebuild_parameter",
    "torch FloatStorage",
    "torch ByteStorage",
    "torch Size",
    "torch.nn.parameter Parameter",
    "torch._tensor _rebuild_from_type_v2",
    "torch ComplexFloatStorage",
    "collections OrderedDict",
    "posix system"
  };

  private static Path folder;

  @BeforeContainer
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("chmcorr-fuzz");
  }

  @AfterContainer
  static void deleteFolder() throws IOException {
    for (String name : new String[] {"made.pth", "made.pt", "made.safetensors", "damaged"}) {
      Files.deleteIfExists(folder.resolve(name));
    }
    Files.delete(folder);
  }

  @Property
  void damaged(@ForAll("files") byte[] file, @ForAll("edits") Edits edits) throws IOException {
    readAll(Files.write(folder.resolve("damaged"), edits.of(file)));
  }

  @Property
  void damagedPickles(@ForAll("pickles") byte[] pickle, @ForAll("edits") Edits edits)
      throws IOException {
    inBothFormats(edits.of(pickle));
  }

  @Property
  void programs(@ForAll("programs") byte[] pickle) throws IOException {
    inBothFormats(pickle);
  }

  private static void inBothFormats(byte[] pickle) throws IOException {
    byte[] floats = Checkpoints.floats(1, 2, 3, 4);
    readAll(Checkpoints.zip(folder, pickle, Map.of("0", floats)));
    readAll(Checkpoints.legacy(folder, pickle, "0", 4, floats));
  }

  private static void readAll(Path file) {
    Hostile.read(
        Hostile.bound(file.toFile().length()),
        UserException.class,
        () -> {
          for (CheckpointEntry entry : CheckpointReader.read(file, Limits.DEFAULT).entries()) {
            assertThat(entry.path()).isNotEmpty();
            StateDict dict = entry.tensors();
            for (String name : dict.names()) {
              assertThat(dict.tensor(name).shape()).isEqualTo(dict.shape(name));
            }
          }
        });
  }

  private static byte[] pickle() {
    return Checkpoints.single("0", 4, 1, new long[] {3}, new long[] {1}).end();
  }

  @Provide
  Arbitrary<byte[]> files() throws IOException {
    byte[] floats = Checkpoints.floats(1, 2, 3, 4);
    byte[] zip = Files.readAllBytes(Checkpoints.zip(folder, pickle(), Map.of("0", floats)));
    byte[] legacy = Files.readAllBytes(Checkpoints.legacy(folder, pickle(), "0", 4, floats));
    String header = "{\"w\": {\"dtype\": \"F32\", \"shape\": [4], \"data_offsets\": [0, 16]}}";
    byte[] safetensors =
        Files.readAllBytes(
            SavedWeights.safetensors(folder.resolve("made.safetensors"), header, floats));
    return Arbitraries.of(
        Seeds.with(List.of(zip, legacy, safetensors), "checkpoints", 1 << 20, ".pth"));
  }

  @Provide
  Arbitrary<byte[]> pickles() {
    byte[] column = Checkpoints.single("0", 4, 0, new long[] {2, 2}, new long[] {1, 2}).end();
    return Arbitraries.of(pickle(), column);
  }

  @Provide
  Arbitrary<Edits> edits() {
    return Edits.any();
  }

  @Provide
  Arbitrary<byte[]> programs() {
    return PicklePrograms.of(GLOBALS);
  }
}
