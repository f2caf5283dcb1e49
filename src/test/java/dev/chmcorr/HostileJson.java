package dev.chmcorr;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random texts of JSON values, and some that only look like them. */
public final class HostileJson {
  private HostileJson() {}

  /** Values of any form: numbers and texts of any length, trees, deep nesting. */
  public static Arbitrary<String> values() {
    Arbitrary<String> scalars = Arbitraries.oneOf(atoms(), numbers(), texts());
    Arbitrary<String> trees =
        Arbitraries.recursive(
            () -> scalars, inner -> Arbitraries.oneOf(array(inner), object(texts(), inner)), 0, 4);
    return Arbitraries.frequencyOf(Tuple.of(4, scalars), Tuple.of(4, trees), Tuple.of(1, deep()));
  }

  /** An object of up to so many fields. */
  public static Arbitrary<String> object(Arbitrary<String> keys, Arbitrary<String> values) {
    return Combinators.combine(keys, values)
        .as((key, value) -> key + ": " + value)
        .list()
        .ofMaxSize(6)
        .map(fields -> "{" + String.join(", ", fields) + "}");
  }

  private static Arbitrary<String> array(Arbitrary<String> items) {
    return items.list().ofMaxSize(6).map(all -> "[" + String.join(",", all) + "]");
  }

  private static Arbitrary<String> atoms() {
    return Arbitraries.of(
        "null", "true", "false", "{}", "[]", "", "NaN", "-Infinity", "nul", "/**/1", "#", "\u0000");
  }

  private static Arbitrary<String> numbers() {
    Arbitrary<String> shapes =
        Arbitraries.of(
            "0",
            "1",
            "2",
            "-0",
            "1.5",
            "01",
            "1.",
            ".5",
            "0x10",
            "1e5",
            "1e999",
            "-1e-999",
            "1e2147483647",
            "1e-2147483648",
            "1e99999999999",
            "2147483648",
            "-2147483649",
            "9223372036854775808",
            "1.0",
            "2.0000000000000000000000000001");
    Arbitrary<String> longOnes =
        Combinators.combine(
                Arbitraries.of("9", "1.", "0.", "-8", "1e", "10"),
                Arbitraries.of("9", "0", "00"),
                Arbitraries.of(1, 300, 999, 1001, 20_000, 100_000))
            .as((start, digits, times) -> start + digits.repeat(times));
    return Arbitraries.frequencyOf(Tuple.of(4, shapes), Tuple.of(1, longOnes));
  }

  /** Quoted texts: sound, badly escaped, hostile to terminals, very long. */
  public static Arbitrary<String> texts() {
    Arbitrary<String> bodies =
        Arbitraries.oneOf(
            Arbitraries.of(
                "",
                "a",
                "a/b",
                "\\u001b[31m",
                "\\n",
                "\\u202e",
                "\\u0000",
                "\\ud800",
                "\\udc00\\ud800",
                "\\ud83d\\ude00",
                "\\x",
                "\\u12",
                "\\",
                "%s%n",
                "\u2028",
                "\u00e9"),
            Arbitraries.strings().ofMaxLength(8),
            Combinators.combine(
                    Arbitraries.of("x", "\\u001b", "\u9ce5", "\\\\"),
                    Arbitraries.of(1, 300, 5000, 60_000))
                .as(String::repeat));
    return bodies.map(body -> '"' + body + '"');
  }

  private static Arbitrary<String> deep() {
    return Combinators.combine(
            Arbitraries.of(List.of("[", "]"), List.of("{\"a\":", "}"), List.of("[{\"b\":", "}]")),
            Arbitraries.of(1, 100, 999, 1001, 30_000),
            Arbitraries.of("", "1", "null"),
            Arbitraries.of(true, false))
        .as(
            (ends, depth, inner, closed) ->
                ends.get(0).repeat(depth) + inner + (closed ? ends.get(1).repeat(depth) : ""));
  }
}
