package dev.chmcorr.job.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.DataOptions.GalleryClasses;
import dev.chmcorr.job.rescore.ValueGrid;
import dev.chmcorr.job.sweep.StudyPlaces;
import dev.chmcorr.job.sweep.StudyRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StudyReaderTest {
  private static final String SMALL =
      """
      networks:
        r50: {model: r50.pt, chm: chm.pt}
      data:
        - {name: one, train: t, val: v}
      """;

  private static Study read(String text) {
    return StudyReader.of(StudyText.read("s.yaml", text.getBytes(StandardCharsets.UTF_8)));
  }

  private static AbstractThrowableAssert<?, ?> assertRefused(String text) {
    return assertThatThrownBy(() -> read(text)).isInstanceOf(UserException.class);
  }

  @Test
  void whatIsNotSaidIsAsPublished() {
    Study study = read(SMALL);

    assertThat(study.methods()).containsExactly(new StudyMethod("chm", Map.of()));
    assertThat(study.data().get(0).methods()).containsExactly("chm");
    assertThat(study.neighbours()).isEqualTo(100);
    assertThat(study.settings().first().toString())
        .isEqualTo("Scoring[n=50, k=20, t=0.55, axes=PUBLISHED, mask=null]");
    StudyData data = study.data().get(0);
    assertThat(data.transform()).isEqualTo(TransformSet.SINGLE);
    assertThat(data.classes()).isEqualTo(GalleryClasses.ALL);
    assertThat(data.networks()).containsExactly("r50");
    assertThat(data.masks()).isNull();
  }

  @Test
  void aMethodHasItsOwnOptionsAndIsAskedForWhatItKnows() {
    Study study =
        read(
            """
            networks:
              r50: {model: r50.pt, chm: chm.pt}
              vit: {model: vit.pt}
            data:
              - {name: one, train: t, val: v, networks: [r50]}
              - {name: two, train: t, val: v, methods: [patches]}
            methods: [chm, {name: emd, emd-stop: pair}, {name: patches, patches-match: mutual}]
            """);

    assertThat(study.methods())
        .containsExactly(
            new StudyMethod("chm", Map.of()),
            new StudyMethod("emd", Map.of("emd-stop", "pair")),
            new StudyMethod("patches", Map.of("patches-match", "mutual")));
    assertThat(study.data()).extracting(StudyData::methods).last().isEqualTo(List.of("patches"));
    StudySettings settings = study.settings();
    assertThat(study.methods())
        .extracting(method -> method.scoring(settings.first()).toString())
        .containsExactly(
            "Scoring[n=50, k=20, t=0.55, axes=PUBLISHED, mask=null]",
            "Scoring[n=50, k=20, t=null, axes=null, mask=null]",
            "Scoring[n=50, k=20, t=0.55, axes=null, mask=null]");
    assertThat(study.methods().get(1).grid(settings.grid()))
        .extracting(ValueGrid::t, ValueGrid::axes)
        .containsExactly(null, null);
  }

  @Test
  void valuesAreListsOrRangesAndWordsStayWords() {
    Study study =
        read(
            """
            networks:
              no: {model: r50.pt, chm: chm.pt, precision: fp32}
            data:
              - name: 012
                train: on
                val: "a: b"
                classes: of-val
                transform: multi
                masks: m.json
            settings: {N: [10, 20], K: "5,10:20:5", T: 0.5:0.6:0.05, axes: [aligned, published]}
            neighbours: 20
            pages: none
            """);

    assertThat(study.networks()).containsOnlyKeys("no");
    assertThat(study.data().get(0).name()).isEqualTo("012");
    assertThat(study.data().get(0).images().train()).isEqualTo("on");
    assertThat(study.data().get(0).images().val()).isEqualTo("a: b");
    assertThat(study.settings().grid().k()).containsExactly(5, 10, 15, 20);
    assertThat(study.settings().grid().t()).containsExactly(0.5, 0.55, 0.6);
    assertThat(study.settings().grid().axes()).containsExactly(Axes.PUBLISHED, Axes.ALIGNED);
    assertThat(study.settings().first().toString())
        .isEqualTo("Scoring[n=20, k=5, t=0.5, axes=ALIGNED, mask=null]");
    assertThat(study.pages().areNone()).isTrue();
  }

  @Test
  void aMistakeIsToldWithItsPlaceAndWhatIsAllowed() {
    assertRefused(SMALL.replace("train", "trian"))
        .hasMessageStartingWith(
            "Cannot read study s.yaml: line 4, column 17: unknown key 'trian' of a data set (allowed: name, train, val, birds,");
    assertRefused(SMALL.replace("val: v", "val: v, transform: both"))
        .hasMessage(
            "Cannot read study s.yaml: line 4, column 46: transform is 'both' (must be single or multi)");
    assertRefused(SMALL.replace(", val: v", ""))
        .hasMessage("Cannot read study s.yaml: line 4, column 5: a data set lacks the key val");
    assertRefused(SMALL.replace("val: v", "val: v, networks: [r50, r51]"))
        .hasMessage(
            "Cannot read study s.yaml: line 4, column 51: unknown network 'r51' (the study has: r50)");
    assertRefused(SMALL + "settings: {T: 2}")
        .hasMessage("Cannot read study s.yaml: line 5, column 15: Invalid T: 2 (must be 0..1)");
    assertRefused(SMALL + "settings: {N: 30, K: 40}")
        .hasMessage("Cannot read study s.yaml: line 5, column 22: Invalid K: 40 (must be 1..30)");
    assertRefused(SMALL + "settings: {N: 10}")
        .hasMessage("Cannot read study s.yaml: line 5, column 15: N is 10, fewer than K, 20");
    assertRefused(SMALL + "settings: {T: []}").hasMessageContaining("line 5, column 15: the list");
    assertRefused(SMALL + "neighbours: 20")
        .hasMessageStartingWith("Cannot read study s.yaml: line 5, column 13: neighbours is 20");
    assertRefused(SMALL + "methods: [chm, best]")
        .hasMessageStartingWith(
            "Cannot read study s.yaml: line 5, column 16: Invalid --method: best");
    assertRefused(SMALL + "methods: [{name: emd, stop: pair}]")
        .hasMessage(
            "Cannot read study s.yaml: line 5, column 23: unknown key 'stop' of method emd (allowed: name, emd-stop)");
    assertRefused(SMALL + "methods: [{name: emd, emd-stop: never}]")
        .hasMessage(
            "Cannot read study s.yaml: line 5, column 11: Invalid --emd-stop: never (must be published or pair)");
    assertRefused(SMALL + "methods: [chm, {name: chm}]")
        .hasMessage("Cannot read study s.yaml: line 5, column 16: 'chm' stands there twice");
    assertRefused(SMALL.replace(", chm: chm.pt", ""))
        .hasMessage(
            "Cannot read study s.yaml: line 4, column 5: its network 'r50': Missing --chm: the method chm needs it; give an archive that import-model wrote, or leave method chm out of the data set's methods");
    assertRefused(SMALL.replace("val: v", "val: v, methods: [emd]"))
        .hasMessage(
            "Cannot read study s.yaml: line 4, column 45: unknown method 'emd' (the study has: chm)");
    assertRefused(SMALL + "  - {name: one, train: t, val: v}")
        .hasMessage("Cannot read study s.yaml: line 5, column 5: two data sets are named 'one'");
    assertRefused(SMALL + "data: []").hasMessageContaining("line 5, column 1: key 'data' stands");
    assertRefused(SMALL.replace("name: one", "name: a/b"))
        .hasMessageContaining("line 4, column 12: Invalid name of a data set: 'a/b'");
    assertRefused(SMALL.replace("train: t", "birds: 5"))
        .hasMessageContaining("birds are drawn, so that val has no place");
    assertRefused("data: [1, 2")
        .hasMessageStartingWith("Cannot read study s.yaml: line 1, column 12: this is no YAML: ");
    assertRefused("just words")
        .hasMessageStartingWith(
            "Cannot read study s.yaml: line 1, column 1: a study must have keys");
    assertRefused("").hasMessage("Cannot read study s.yaml: it is empty");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[]]]",
        "!!java.lang.ProcessBuilder [[touch, x]]",
        "!run x"
      })
  void noTagMakesAnObject(String value) {
    assertRefused(SMALL.replace("train: t", "train: " + value))
        .hasMessageContaining("line 4, column 24: unsupported tag ");
    assertRefused(value).hasMessageContaining("line 1, column 1: unsupported tag ");
  }

  /** Each list names the one before ten times: a billion items, were they copied. */
  @Test
  void aliasBombsAreRefused() {
    String bomb =
        IntStream.range(0, 10)
            .mapToObj(
                i ->
                    "a%d: &a%d [%s]\n"
                        .formatted(
                            i,
                            i,
                            IntStream.range(0, 10)
                                .mapToObj(j -> i == 0 ? "x" : "*a" + (i - 1))
                                .collect(Collectors.joining(", "))))
            .collect(Collectors.joining());

    assertRefused(bomb + SMALL).hasMessageContaining("Number of aliases");
    assertRefused("data: &a [*a]\nnetworks: {r: {model: m}}")
        .hasMessageContaining("line 1, column ");
    assertRefused("data: " + "[".repeat(100_000)).hasMessageContaining("more than 16 deep");
    assertRefused("# " + "x".repeat(StudyText.MAX_LENGTH))
        .hasMessage("Cannot read study s.yaml: it has 1048578 bytes (at most 1048576)");
  }

  @Test
  void anAliasStandsForWhatItNames() {
    Study study =
        read(SMALL.replace("train: t", "train: &where t").replace("val: v", "val: *where"));

    assertThat(study.data().get(0).images().val()).isEqualTo("t");
  }

  @Test
  void theStudiesThatComeWithTheProgramAreRead() throws IOException {
    for (String name : List.of("demo", "paper")) {
      Study study = read(Files.readString(Path.of("conf", name + ".yaml")));
      assertThat(study.data()).as(name).hasSizeGreaterThan(1);
      assertThat(StudyRun.all(study, new StudyPlaces("file:/out"))).as(name).isNotEmpty();
    }
  }
}
