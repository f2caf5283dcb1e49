package dev.chmcorr.pickle.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chmcorr.Shared;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.pickle.RawPickle;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskFileTest {
  /** mask_60.json and mask_61.json tell which masks the published program used for two queries. */
  @ParameterizedTest
  @ValueSource(ints = {60, 61})
  void readsThePublishedPickle(int query) throws IOException {
    JsonNode explanation =
        new ObjectMapper()
            .readTree(Files.readAllBytes(Shared.path("reference/mask_%d.json".formatted(query))));
    Map<String, double[]> masks = read(Files.readAllBytes(Shared.path("reference/masks.pkl")));
    String path = explanation.get("q").asText();
    String key = path.substring(path.indexOf("val/") + "val/".length());
    assertThat(masks).containsKey(key);
    assertThat(Arrays.stream(masks.get(key)).sum())
        .isEqualTo(explanation.get("non_zero_mask").asDouble());
  }

  @Test
  void aTextThatEndsAtOnceIsToldWithoutJacksonsNull() {
    byte[] start = {(byte) 0xC0, (byte) 0xC0};
    assertThatThrownBy(() -> MaskFile.read(new ByteArrayInputStream(start), "m.json"))
        .hasMessage(
            "Cannot read mask file m.json: it is neither a pickle nor JSON: Unexpected end-of-input");
  }

  @Test
  void readsThePublishedPickleRowByRow() throws IOException {
    Map<String, double[]> masks = read(Files.readAllBytes(Shared.path("reference/masks.pkl")));
    assertThat(masks).hasSize(100);
    // As Python prints it: ones at (0, 1), (0, 4), (6, 5) and (6, 6).
    double[] expected = new double[49];
    expected[1] = 1;
    expected[4] = 1;
    expected[47] = 1;
    expected[48] = 1;
    assertThat(masks.get("c00/n01494475_hammerhead.JPEG")).isEqualTo(expected);
  }

  @Test
  void readsJson() {
    String row = "[0, 0, 0, 0, 0, 0, 0]";
    String mask =
        "[[0, 1, 0, 0, 0, 0, 0], %s, [0, 0, 1.0, 0, 0, 0, 0], %s, %s, %s, %s]"
            .formatted(row, row, row, row, row);
    double[] expected = new double[49];
    expected[1] = 1;
    expected[16] = 1;
    Map<String, double[]> masks = read("{\"a/\u00e9.png\": %s}".formatted(mask));
    assertThat(masks).containsOnlyKeys("a/\u00e9.png");
    assertThat(masks.get("a/\u00e9.png")).isEqualTo(expected);
  }

  /** numpy keeps a transposed array column by column and says so. */
  @Test
  void readsColumnMajorArrays() {
    byte[] data = new byte[49];
    data[7 * 2 + 5] = 1;
    RawPickle pickle = new RawPickle().ops("}").text("a/b");
    pickle.global("numpy._core.numeric", "_frombuffer").ops("(").bytes(data);
    pickle.global("numpy", "dtype").ops("(").text("b1").ops("tR").integers(7, 7).text("F");
    double[] mask = read(pickle.ops("tRs").end()).get("a/b");
    assertThat(mask[5 * 7 + 2]).isEqualTo(1);
    assertThat(Arrays.stream(mask).sum()).isEqualTo(1);
  }

  @Test
  void refusesWhatIsNoMask() {
    refused("", "it is no dictionary {\"class/file\": 7 x 7 mask}");
    refused("[]", "it is no dictionary {\"class/file\": 7 x 7 mask}");
    refused("{\"a/b\": 1}", "the mask of a/b is not 7 x 7");
    refused("{\"a/b\": [[0, 1]]}", "the mask of a/b is not 7 x 7");
    String row = "[0, 0, 0, 0, 0, 0, 0]";
    String rows = "{\"a/b\": [%s, %s, %s, %s, %s, %s, [0, 0, 0, 0, 0, 0, %%s]]}";
    String six = rows.formatted(row, row, row, row, row, row);
    refused(six.formatted("2"), "the mask of a/b has the value 2.0 (must be 0 or 1)");
    refused(six.formatted("0.5"), "the mask of a/b has the value 0.5 (must be 0 or 1)");
    refused(six.formatted("1e999"), "the mask of a/b has the value Infinity (must be 0 or 1)");
    refused(six.formatted("\"1\""), "the mask of a/b is not 7 x 7");
    refused(six.formatted("0, 0"), "the mask of a/b is not 7 x 7");
    String sound = six.formatted("0");
    refused(sound + "{}", "it goes on after the dictionary of masks");
    refused(sound.replace("}", sound.replace("{", ",")), "it has two masks of a/b");
    assertThatThrownBy(() -> read("{\"a\u00e9/b\": []}".getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "Cannot read mask file masks: it is neither a pickle nor JSON: Invalid UTF-8");
    assertThatThrownBy(() -> read("{\"a/b\": [[0,"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot read mask file masks: it is neither a pickle nor JSON: ")
        .hasMessageNotContaining("\n");
  }

  private static void refused(String json, String reason) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot read mask file masks: " + reason);
  }

  private static Map<String, double[]> read(String json) {
    return read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, double[]> read(byte[] content) {
    return MaskFile.read(new ByteArrayInputStream(content), "masks");
  }
}
