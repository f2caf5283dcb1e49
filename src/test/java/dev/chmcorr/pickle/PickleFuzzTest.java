package dev.chmcorr.pickle;

import dev.chmcorr.Edits;
import dev.chmcorr.Hostile;
import dev.chmcorr.Seeds;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.pickle.published.MaskFile;
import dev.chmcorr.pickle.published.ScoreFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Damaged and made-up ranking and mask files. */
class PickleFuzzTest {
  private static final String[] GLOBALS = {
    "numpy ndarray",
    "numpy dtype",
    "numpy.core.multiarray _reconstruct",
    "numpy.core.multiarray scalar",
    "numpy._core.numeric _frombuffer",
    "collections OrderedDict",
    "collections Counter",
    "collections defaultdict",
    "_codecs encode",
    "builtins bytes",
    "builtins set",
    "os system"
  };

  @Property
  void damagedRankings(@ForAll("rankings") byte[] file, @ForAll("edits") Edits edits) {
    rankings(edits.of(file));
  }

  @Property
  void damagedMasks(@ForAll("masks") byte[] file, @ForAll("edits") Edits edits) {
    masks(edits.of(file));
  }

  @Property
  void programs(@ForAll("programs") byte[] pickle) {
    rankings(pickle);
    masks(pickle);
  }

  private static void rankings(byte[] file) {
    Hostile.read(
        Hostile.bound(file.length),
        UserException.class,
        () -> ScoreFile.read(new ByteArrayInputStream(file), "it"));
  }

  private static void masks(byte[] file) {
    Hostile.read(
        Hostile.bound(file.length),
        UserException.class,
        () -> MaskFile.read(new ByteArrayInputStream(file), "it"));
  }

  @Provide
  Arbitrary<byte[]> rankings() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ScoreFile.write(out, new TreeMap<>(Map.of(1, new int[] {3, 2}, 300, new int[] {1, 4})));
    return Arbitraries.of(Seeds.with(List.of(out.toByteArray()), ".", 1 << 20, "knn.pickle"));
  }

  @Provide
  Arbitrary<byte[]> masks() {
    RawPickle pickle = new RawPickle().ops("}").text("a/b");
    pickle.global("numpy._core.numeric", "_frombuffer").ops("(").bytes(new byte[49]);
    pickle.global("numpy", "dtype").ops("(").text("b1").ops("tR").integers(7, 7).text("C");
    List<byte[]> made = List.of(pickle.ops("tRs").end());
    return Arbitraries.of(Seeds.with(made, ".", 1 << 20, "masks.pkl"));
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
