package dev.chmcorr.pickle.published;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.Edits;
import dev.chmcorr.Hostile;
import dev.chmcorr.domain.UserException;
import java.io.ByteArrayInputStream;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Damaged and made-up masks in JSON. */
class JsonMasksFuzzTest {
  private static final String ROW = "[0,1,0,0,0,0,1]";
  private static final String MASK = "[" + ROW + ("," + ROW).repeat(6) + "]";

  private static final byte[] SOUND =
      "{\"a/b\": %s, \"c/\\u00e9.png\": %s}".formatted(MASK, MASK).getBytes(UTF_8);

  /**
   * A key and its mask, each as JSON and as what must be read.
   *
   * @param json the key, escaped
   * @param values null if the mask is none
   */
  record Entry(String json, String key, String mask, double[] values) {}

  @Property
  void damaged(@ForAll("edits") Edits edits) {
    read(edits.of(SOUND), new HashMap<>());
  }

  @Property
  void tokens(@ForAll("tokens") List<String> tokens) {
    read(String.join("", tokens).getBytes(UTF_8), new HashMap<>());
  }

  @Property
  void values(@ForAll("values") String value) {
    read(value.getBytes(UTF_8), new HashMap<>());
    read("{\"a/b\": %s}".formatted(value).getBytes(UTF_8), new HashMap<>());
  }

  /** Sound files are read right, and those with one mistake are refused. */
  @Property
  void dictionaries(@ForAll("dictionary") List<Entry> entries, @ForAll("ends") String end) {
    Map<String, double[]> expected = new HashMap<>();
    boolean sound = end.isBlank();
    for (Entry entry : entries) {
      sound &= entry.values() != null && expected.put(entry.key(), entry.values()) == null;
    }
    String json =
        entries.stream()
            .map(entry -> "\"%s\": %s".formatted(entry.json(), entry.mask()))
            .collect(Collectors.joining(", ", "{", "}" + end));
    Map<String, double[]> masks = new HashMap<>();
    String message = read(json.getBytes(UTF_8), masks);
    assertThat(message == null).as("read, for %s", message).isEqualTo(sound);
    if (sound) {
      assertThat(masks).usingRecursiveComparison().isEqualTo(expected);
    }
  }

  private static String read(byte[] file, Map<String, double[]> into) {
    return Hostile.read(
        Hostile.bound(file.length),
        UserException.class,
        () -> {
          into.putAll(MaskFile.read(new ByteArrayInputStream(file), "it"));
          assertThat(into.values())
              .allMatch(m -> m.length == 49 && Arrays.stream(m).allMatch(c -> c == 0 || c == 1));
        });
  }

  @Provide
  Arbitrary<Edits> edits() {
    return Edits.any();
  }

  @Provide
  Arbitrary<List<Entry>> dictionary() {
    Arbitrary<Map.Entry<String, String>> keys =
        Arbitraries.of(
            Map.entry("a/b", "a/b"),
            Map.entry("\\u0061/b", "a/b"),
            Map.entry("a\\/b", "a/b"),
            Map.entry("", ""),
            Map.entry("c/\\u009b\\u2028.jpg", "c/\u009b\u2028.jpg"),
            Map.entry("\\ud83d\\ude00", "\ud83d\ude00"),
            Map.entry("\\n%s", "\n%s"),
            Map.entry("d/\u9ce5", "d/\u9ce5"));
    Arbitrary<Map.Entry<String, double[]>> masks =
        Arbitraries.frequencyOf(Tuple.of(4, sound()), Tuple.of(1, unsound()));
    return Combinators.combine(keys, masks)
        .as((key, mask) -> new Entry(key.getKey(), key.getValue(), mask.getKey(), mask.getValue()))
        .list()
        .ofMaxSize(4);
  }

  private static Arbitrary<Map.Entry<String, double[]>> sound() {
    Arbitrary<String> cells =
        Arbitraries.of("0", "1", "0.0", "1.0", "1e0", " 10E-1 ", "0e99", "\n1");
    return cells
        .list()
        .ofSize(49)
        .map(
            texts ->
                Map.entry(rows(texts), texts.stream().mapToDouble(Double::parseDouble).toArray()));
  }

  private static String rows(List<String> cells) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 49; i += 7) {
      rows.add("[" + String.join(",", cells.subList(i, i + 7)) + "]");
    }
    return "[" + String.join(", ", rows) + "]";
  }

  private static Arbitrary<Map.Entry<String, double[]>> unsound() {
    return Combinators.combine(Arbitraries.integers().between(0, 48), notCells())
        .as(
            (at, cell) -> {
              List<String> cells = new ArrayList<>(Collections.nCopies(49, "0"));
              cells.set(at, cell);
              return new AbstractMap.SimpleEntry<>(rows(cells), null);
            });
  }

  private static Arbitrary<String> notCells() {
    return Arbitraries.of(
        "2",
        "-1",
        "0.5",
        "1e999",
        "-1e99999999999999999999",
        "9".repeat(1000),
        "9".repeat(5000),
        "NaN",
        "Infinity",
        "01",
        "+1",
        "1.",
        "0x1",
        "",
        "0,0",
        "0],[0",
        "null",
        "true",
        "\"1\"",
        "[1]",
        "{}",
        "{\"a\": 1}",
        "/**/1",
        "[".repeat(5000));
  }

  @Provide
  Arbitrary<String> ends() {
    return Arbitraries.frequency(
        Tuple.of(5, ""),
        Tuple.of(5, " \n\t"),
        Tuple.of(1, "}"),
        Tuple.of(1, "{}"),
        Tuple.of(1, "x"));
  }

  /** Values of any form, also such as nest deeply, whole or cut off. */
  @Provide
  Arbitrary<String> values() {
    Arbitrary<String> scalars =
        Arbitraries.oneOf(
            notCells(),
            Arbitraries.of("0", "1", MASK, ROW, "\"\\ud800\"", "\"\u0000\"", "\"\\u009b\""),
            Arbitraries.strings().ofMaxLength(5));
    Arbitrary<String> trees =
        Arbitraries.recursive(
            () -> scalars,
            inner ->
                Arbitraries.oneOf(
                    inner.list().ofMaxSize(8).map(all -> "[" + String.join(",", all) + "]"),
                    inner
                        .list()
                        .ofMaxSize(3)
                        .map(
                            all ->
                                all.stream()
                                    .map(value -> "\"a\":" + value)
                                    .collect(Collectors.joining(",", "{", "}")))),
            0,
            4);
    Arbitrary<String> deep =
        Combinators.combine(
                Arbitraries.of("[", "{\"a\":", "[[0],", "{\"a\":0,\"b\":["),
                Arbitraries.of(1, 6, 999, 1000, 1001, 30_000))
            .as(String::repeat);
    return Arbitraries.frequencyOf(Tuple.of(4, trees), Tuple.of(1, deep));
  }

  @Provide
  Arbitrary<List<String>> tokens() {
    return Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"a/b\"",
            "\"a",
            "0",
            "1",
            "1e999",
            "-0.0",
            "null",
            "true",
            "\\",
            "\\ud800",
            "\u0000",
            "\u2028",
            "\ufeff",
            " ",
            "\n",
            "//",
            "NaN",
            "99999999999999999999",
            ROW,
            MASK,
            "{\"a/b\":" + MASK + "}")
        .list()
        .ofMaxSize(30);
  }
}
