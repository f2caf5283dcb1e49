package dev.chmcorr.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DataScriptTest {
  private static final String BEFORE = "chmcorr.add(\"0/queries-0\", ";
  private static final String AFTER = ");\n";

  static List<String> names() {
    return List.of(
        "<img src=x onerror=alert(1)>",
        "</script><script>alert(1)</script>",
        "<!--",
        "]]>",
        "a & b &lt;",
        "\"'`\\",
        "line\u2028break\u2029and\nothers\r\t\0",
        "right \u202eto\u200f left \u061c",
        "\ud83d\udc26 a bird",
        "half \ud83d of a pair",
        "other half \udc26",
        "\ufeffmark \u0085 \u00e9",
        "x".repeat(300));
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyNameIsRead(String name) throws IOException {
    byte[] script = script(columns(name));

    assertThat(value(script).get("name").get(0).textValue()).isEqualTo(name);
    assertHarmless(script);
  }

  @Test
  void namesOfChanceAreRead() throws IOException {
    Random random = new Random(14);
    for (int i = 0; i < 2000; i++) {
      StringBuilder name = new StringBuilder();
      for (int c = random.nextInt(12); c > 0; c--) {
        name.append((char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(1 << 16)));
      }
      byte[] script = script(columns(name.toString()));
      assertThat(value(script).get("name").get(0).textValue()).isEqualTo(name.toString());
      assertHarmless(script);
    }
  }

  @Test
  void keysAreTextsToo() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    DataScript.write(out, "</script>", List.of());

    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("chmcorr.add(\"\\u003C/script\\u003E\", []);\n");
  }

  /** Neither HTML nor JavaScript of any age sees anything but the text of one call. */
  private static void assertHarmless(byte[] script) {
    String text = new String(script, StandardCharsets.UTF_8);
    assertThat(text.substring(BEFORE.length(), text.length() - AFTER.length()))
        .doesNotContain("<", ">", "&", "\u2028", "\u2029", "\n", "\r", "\ufffd");
  }

  private static QueryColumns columns(String name) {
    return QueryColumns.of(List.of(new QueryColumns.Line(7, name, 1, -1, 0, 2, 20, "ab/cd.jpg")));
  }

  private static byte[] script(Object value) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DataScript.write(out, QueryColumns.key("0", 0), value);
    return out.toByteArray();
  }

  private static JsonNode value(byte[] script) throws IOException {
    String text = new String(script, StandardCharsets.UTF_8);
    assertThat(text).startsWith(BEFORE).endsWith(AFTER);
    return new ObjectMapper()
        .readTree(text.substring(BEFORE.length(), text.length() - AFTER.length()));
  }

  @Test
  void columnsAreInOrder() throws IOException {
    assertThat(new String(script(columns("a/b")), StandardCharsets.UTF_8))
        .isEqualTo(
            BEFORE
                + "{\"id\":[7],\"name\":[\"a/b\"],\"class\":[1],\"knn\":[-1],\"knnVotes\":[0],"
                + "\"chm\":[2],\"chmVotes\":[20],\"image\":[\"ab/cd.jpg\"]}"
                + AFTER);
  }

  @Test
  void detailsHaveRowsForNeighbours() throws IOException {
    QueryDetails details =
        new QueryDetails(
            List.of(
                new QueryDetails.Details(
                    3,
                    "a/b",
                    "file:/v/a/b",
                    -1,
                    "",
                    null,
                    List.of(
                        new QueryDetails.Ranked(9, "c/d", 4, "", 0.5, 0),
                        new QueryDetails.Ranked(8, "c/e", 4, "", null, -1)),
                    List.of(new QueryDetails.OfClass(7, "d/f", 5, "", 0.25, 1, 2)),
                    "AAA=")));

    assertThat(value(script(details)).toString())
        .isEqualTo(
            "{\"queries\":[{\"id\":3,\"name\":\"a/b\",\"path\":\"file:/v/a/b\",\"class\":-1,"
                + "\"image\":\"\",\"mask\":null,\"ranking\":[[9,\"c/d\",4,\"\",0.5,0],"
                + "[8,\"c/e\",4,\"\",null,-1]],\"classes\":[[7,\"d/f\",5,\"\",0.25,1,2]],\"pairs\":\"AAA=\"}]}");
  }

  @Test
  void overviewHasRows() throws IOException {
    Overview overview =
        new Overview(
            5,
            4,
            3,
            2,
            List.of(new Overview.AtK(1, 2, null)),
            List.of(new Overview.AtN(5, 1)),
            new Overview.Changed(9, 3, 2, 1),
            List.of(new Overview.Change(0, 1, 2, 6)),
            List.of(new Overview.ClassCounts(0, 4, 3, 2)),
            List.of(new Overview.Hub(1, "a", 0, "", 9, 8)),
            List.of(new Overview.Stage("score: wall_seconds", 1.5)),
            List.of(new Overview.Failures("unreadable", 2, "p", "m")),
            List.of(new Overview.Line("run", "command", "rerank")));

    assertThat(value(script(overview)).toString())
        .isEqualTo(
            "{\"queries\":5,\"known\":4,\"knnCorrect\":3,\"chmCorrect\":2,\"byK\":[[1,2,null]],"
                + "\"byN\":[[5,1]],"
                + "\"changed\":{\"rows\":9,\"mends\":3,\"spoils\":2,\"wrong\":1},\"changes\":[[0,1,2,6]],\"classes\":[[0,4,3,2]],"
                + "\"hubs\":[{\"id\":1,\"name\":\"a\",\"class\":0,\"image\":\"\",\"votes\":9,\"wrong\":8}],"
                + "\"stages\":[[\"score: wall_seconds\",1.5]],"
                + "\"errors\":[{\"reason\":\"unreadable\",\"count\":2,\"path\":\"p\",\"message\":\"m\"}],"
                + "\"record\":[[\"run\",\"command\",\"rerank\"]]}");
  }

  @Test
  void runsAreListed() throws IOException {
    RunList list =
        new RunList(
            1,
            "chm-corr 1",
            "2026-11-28T00:00:00Z",
            List.of(
                new RunList.Run(
                    "0",
                    "birds",
                    "file:/runs/birds",
                    new RunList.Scored("s", 50, 20, 0.55, "aligned", false),
                    List.of("a", "b"),
                    48,
                    PerFile.DEFAULT)));

    assertThat(value(script(list)).toString())
        .isEqualTo(
            "{\"version\":1,\"program\":\"chm-corr 1\",\"made\":\"2026-11-28T00:00:00Z\","
                + "\"runs\":[{\"key\":\"0\",\"name\":\"birds\",\"folder\":\"file:/runs/birds\","
                + "\"setting\":{\"name\":\"s\",\"n\":50,\"k\":20,\"t\":0.55,\"axes\":\"aligned\",\"masked\":false},"
                + "\"classes\":[\"a\",\"b\"],\"queries\":48,\"perFile\":{\"queries\":5000,\"details\":8}}]}");
  }
}
