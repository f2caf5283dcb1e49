package dev.chmcorr.chm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.Edits;
import dev.chmcorr.Hostile;
import dev.chmcorr.domain.UserException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Damaged and made-up files of keypoints. */
class PartMasksFuzzTest {
  private static final String IMAGES = "1 c/a.jpg\n2 d/b.jpg\n3 d/unknown.jpg\n";
  private static final String PARTS = "1 2 10.5 20.0 1\n1 12 0.0 0.0 0\n2 14 300 1e2 1\n";
  private static final Map<String, PartMasks.Size> SIZES =
      Map.of("c/a.jpg", new PartMasks.Size(500, 375), "d/b.jpg", new PartMasks.Size(1, 1 << 30));
  private static final int LONGEST_MESSAGE = 1000;

  @Property
  void damaged(@ForAll("edits") Edits images, @ForAll("edits") Edits parts) {
    read(text(images, IMAGES), PARTS);
    read(IMAGES, text(parts, PARTS));
  }

  @Property
  void lines(@ForAll("lines") List<String> parts, @ForAll("lines") List<String> images) {
    read(IMAGES, String.join("\n", parts));
    read(String.join("\n", images), PARTS);
  }

  private static String text(Edits edits, String sound) {
    return new String(edits.of(sound.getBytes(UTF_8)), UTF_8);
  }

  private static void read(String images, String parts) {
    String message =
        Hostile.read(
            Hostile.bound(images.length() + parts.length()),
            UserException.class,
            () -> check(images, parts));
    assertThat(message == null ? "" : message).hasSizeLessThan(LONGEST_MESSAGE);
  }

  private static void check(String images, String parts) {
    Map<String, double[]> masks =
        PartMasks.read(images.lines().toList(), parts.lines().toList(), SIZES, PartMasks.Parts.ALL);
    assertThat(SIZES.keySet()).containsAll(masks.keySet());
    assertThat(masks.values())
        .allMatch(mask -> mask.length == 49 && Arrays.stream(mask).allMatch(c -> c == 0 || c == 1));
  }

  @Provide
  Arbitrary<Edits> edits() {
    return Edits.any();
  }

  @Provide
  Arbitrary<List<String>> lines() {
    Arbitrary<String> words =
        Arbitraries.of(
            "1",
            "2",
            "12",
            "0",
            "-1",
            "1e999",
            "-1e308",
            "NaN",
            "Infinity",
            "0x1p3",
            "1f",
            "1.5d",
            "c/a.jpg",
            "\u001b[31m",
            "\u202e",
            "",
            "\t",
            "\u2028",
            "9".repeat(5000),
            "%s");
    return Combinators.combine(words, words, words, words, words)
        .as((a, b, c, d, e) -> String.join(" ", a, b, c, d, e))
        .list()
        .ofMaxSize(4);
  }
}
