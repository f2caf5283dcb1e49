package dev.chmcorr.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.Hostile;
import dev.chmcorr.domain.UserException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Made-up ranges in what {@code --train} and {@code --val} name. */
class BracesFuzzTest {
  private static final int MAX_FILES = 100_000;
  private static final int BYTES_PER_FILE = 10_000;
  private static final Pattern RANGE = Pattern.compile("\\{\\d{1,9}\\.\\.\\d{1,9}}");

  @Property
  void ranges(@ForAll("paths") List<String> parts) {
    String text = String.join("", parts);
    List<String> files = new ArrayList<>();
    String message =
        Hostile.read(
            (long) MAX_FILES * BYTES_PER_FILE,
            UserException.class,
            () -> files.addAll(Braces.expand(text)));
    if (message == null) {
      assertThat(files).hasSizeBetween(1, MAX_FILES).noneMatch(RANGE.asPredicate());
      assertThat(new HashSet<>(files)).hasSameSizeAs(files);
    }
  }

  @Provide
  Arbitrary<List<String>> paths() {
    return Arbitraries.of(
            "x",
            "{",
            "}",
            "..",
            "{0..9}",
            "{00..10}",
            "{9..0}",
            "{0..999}",
            "{0..99999}",
            "{0..999999999}",
            "{0..9999999999}",
            "{5..5}",
            "{{1..2}}",
            "{1..",
            "2}",
            ",",
            "/",
            "*",
            "{-1..1}",
            "{a,b}",
            "\\",
            "$1")
        .list()
        .ofMaxSize(8);
  }
}
