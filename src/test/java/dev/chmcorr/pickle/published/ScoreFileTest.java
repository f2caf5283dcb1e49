package dev.chmcorr.pickle.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.Shared;
import dev.chmcorr.domain.Limits;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.pickle.Opcode;
import dev.chmcorr.pickle.RawPickle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreFileTest {
  @Test
  void readsThePublishedFormat() throws IOException {
    try (InputStream in = Files.newInputStream(Shared.path("reference/knn.pickle"))) {
      SortedMap<Integer, int[]> rankings = ScoreFile.read(in, "knn.pickle");
      assertThat(rankings).hasSize(100).containsKeys(0, 99);
      assertThat(rankings.values()).allSatisfy(ids -> assertThat(ids).hasSize(100));
      // As Python prints it; the last is the nearest.
      assertThat(rankings.get(0)).startsWith(392, 360, 185).endsWith(30, 290, 332);
    }
  }

  /**
   * {@code pickle.dumps({7: numpy.array([3, 1, 2]), numpy.int64(8): numpy.array([1, 2, 3])[::-1]},
   * protocol)} of CPython.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 2, gAJ9cQAoSwdjbnVtcHkuY29yZS5tdWx0aWFycmF5Cl9yZWNvbnN0cnVjdApxAWNudW1weQpuZGFycm"
        + "F5CnECSwCFcQNjX2NvZGVjcwplbmNvZGUKcQRYAQAAAGJxBVgGAAAAbGF0aW4xcQaGcQdScQiHcQlScQooSw"
        + "FLA4VxC2NudW1weQpkdHlwZQpxDFgCAAAAaThxDYmIh3EOUnEPKEsDWAEAAAA8cRBOTk5K/////0r/////Sw"
        + "B0cRFiiWgEWBgAAAADAAAAAAAAAAEAAAAAAAAAAgAAAAAAAABxEmgGhnETUnEUdHEVYmNudW1weS5jb3JlLm"
        + "11bHRpYXJyYXkKc2NhbGFyCnEWaA9oBFgIAAAACAAAAAAAAABxF2gGhnEYUnEZhnEaUnEbaAFoAksAhXEcaA"
        + "iHcR1ScR4oSwFLA4VxH2gPiWgEWBgAAAADAAAAAAAAAAIAAAAAAAAAAQAAAAAAAABxIGgGhnEhUnEidHEjYn"
        + "Uu",
    "1, 3, gAN9cQAoSwdjbnVtcHkuY29yZS5tdWx0aWFycmF5Cl9yZWNvbnN0cnVjdApxAWNudW1weQpuZGFycm"
        + "F5CnECSwCFcQNDAWJxBIdxBVJxBihLAUsDhXEHY251bXB5CmR0eXBlCnEIWAIAAABpOHEJiYiHcQpScQsoSw"
        + "NYAQAAADxxDE5OTkr/////Sv////9LAHRxDWKJQxgDAAAAAAAAAAEAAAAAAAAAAgAAAAAAAABxDnRxD2Jjbn"
        + "VtcHkuY29yZS5tdWx0aWFycmF5CnNjYWxhcgpxEGgLQwgIAAAAAAAAAHERhnESUnETaAFoAksAhXEUaASHcR"
        + "VScRYoSwFLA4VxF2gLiUMYAwAAAAAAAAACAAAAAAAAAAEAAAAAAAAAcRh0cRlidS4=",
    "1, 4, gASV+gAAAAAAAAB9lChLB4wVbnVtcHkuY29yZS5tdWx0aWFycmF5lIwMX3JlY29uc3RydWN0lJOUjA"
        + "VudW1weZSMB25kYXJyYXmUk5RLAIWUQwFilIeUUpQoSwFLA4WUaASMBWR0eXBllJOUjAJpOJSJiIeUUpQoSw"
        + "OMATyUTk5OSv////9K/////0sAdJRiiUMYAwAAAAAAAAABAAAAAAAAAAIAAAAAAAAAlHSUYmgBjAZzY2FsYX"
        + "KUk5RoEEMICAAAAAAAAACUhpRSlGgDaAZLAIWUaAiHlFKUKEsBSwOFlGgQiUMYAwAAAAAAAAACAAAAAAAAAA"
        + "EAAAAAAAAAlHSUYnUu",
    "1, 5, gAWVGgEAAAAAAAB9lChLB4wSbnVtcHkuY29yZS5udW1lcmljlIwLX2Zyb21idWZmZXKUk5QolhgAAA"
        + "AAAAAAAwAAAAAAAAABAAAAAAAAAAIAAAAAAAAAlIwFbnVtcHmUjAVkdHlwZZSTlIwCaTiUiYiHlFKUKEsDjA"
        + "E8lE5OTkr/////Sv////9LAHSUYksDhZSMAUOUdJRSlIwVbnVtcHkuY29yZS5tdWx0aWFycmF5lIwGc2NhbG"
        + "FylJOUaApDCAgAAAAAAAAAlIaUUpRoEYwMX3JlY29uc3RydWN0lJOUaAWMB25kYXJyYXmUk5RLAIWUQwFilI"
        + "eUUpQoSwFLA4WUaAqJQxgDAAAAAAAAAAIAAAAAAAAAAQAAAAAAAACUdJRidS4=",
    "2, 2, gAJ9cQAoSwdjbnVtcHkuX2NvcmUubXVsdGlhcnJheQpfcmVjb25zdHJ1Y3QKcQFjbnVtcHkKbmRhcn"
        + "JheQpxAksAhXEDY19jb2RlY3MKZW5jb2RlCnEEWAEAAABicQVYBgAAAGxhdGluMXEGhnEHUnEIh3EJUnEKKE"
        + "sBSwOFcQtjbnVtcHkKZHR5cGUKcQxYAgAAAGk4cQ2JiIdxDlJxDyhLA1gBAAAAPHEQTk5OSv////9K/////0"
        + "sAdHERYoloBFgYAAAAAwAAAAAAAAABAAAAAAAAAAIAAAAAAAAAcRJoBoZxE1JxFHRxFWJjbnVtcHkuX2Nvcm"
        + "UubXVsdGlhcnJheQpzY2FsYXIKcRZoD2gEWAgAAAAIAAAAAAAAAHEXaAaGcRhScRmGcRpScRtoAWgCSwCFcR"
        + "xoCIdxHVJxHihLAUsDhXEfaA+JaARYGAAAAAMAAAAAAAAAAgAAAAAAAAABAAAAAAAAAHEgaAaGcSFScSJ0cS"
        + "NidS4=",
    "2, 3, gAN9cQAoSwdjbnVtcHkuX2NvcmUubXVsdGlhcnJheQpfcmVjb25zdHJ1Y3QKcQFjbnVtcHkKbmRhcn"
        + "JheQpxAksAhXEDQwFicQSHcQVScQYoSwFLA4VxB2NudW1weQpkdHlwZQpxCFgCAAAAaThxCYmIh3EKUnELKE"
        + "sDWAEAAAA8cQxOTk5K/////0r/////SwB0cQ1iiUMYAwAAAAAAAAABAAAAAAAAAAIAAAAAAAAAcQ50cQ9iY2"
        + "51bXB5Ll9jb3JlLm11bHRpYXJyYXkKc2NhbGFyCnEQaAtDCAgAAAAAAAAAcRGGcRJScRNoAWgCSwCFcRRoBI"
        + "dxFVJxFihLAUsDhXEXaAuJQxgDAAAAAAAAAAIAAAAAAAAAAQAAAAAAAABxGHRxGWJ1Lg==",
    "2, 4, gASV+wAAAAAAAAB9lChLB4wWbnVtcHkuX2NvcmUubXVsdGlhcnJheZSMDF9yZWNvbnN0cnVjdJSTlI"
        + "wFbnVtcHmUjAduZGFycmF5lJOUSwCFlEMBYpSHlFKUKEsBSwOFlGgEjAVkdHlwZZSTlIwCaTiUiYiHlFKUKE"
        + "sDjAE8lE5OTkr/////Sv////9LAHSUYolDGAMAAAAAAAAAAQAAAAAAAAACAAAAAAAAAJR0lGJoAYwGc2NhbG"
        + "FylJOUaBBDCAgAAAAAAAAAlIaUUpRoA2gGSwCFlGgIh5RSlChLAUsDhZRoEIlDGAMAAAAAAAAAAgAAAAAAAA"
        + "ABAAAAAAAAAJR0lGJ1Lg==",
    "2, 5, gAWVHAEAAAAAAAB9lChLB4wTbnVtcHkuX2NvcmUubnVtZXJpY5SMC19mcm9tYnVmZmVylJOUKJYYAA"
        + "AAAAAAAAMAAAAAAAAAAQAAAAAAAAACAAAAAAAAAJSMBW51bXB5lIwFZHR5cGWUk5SMAmk4lImIh5RSlChLA4"
        + "wBPJROTk5K/////0r/////SwB0lGJLA4WUjAFDlHSUUpSMFm51bXB5Ll9jb3JlLm11bHRpYXJyYXmUjAZzY2"
        + "FsYXKUk5RoCkMICAAAAAAAAACUhpRSlGgRjAxfcmVjb25zdHJ1Y3SUk5RoBYwHbmRhcnJheZSTlEsAhZRDAW"
        + "KUh5RSlChLAUsDhZRoColDGAMAAAAAAAAAAgAAAAAAAAABAAAAAAAAAJR0lGJ1Lg=="
  })
  void readsProtocolsAndModulesOfNumpy(int numpy, int protocol, String base64) {
    SortedMap<Integer, int[]> rankings = read(Base64.getDecoder().decode(base64));
    assertThat(rankings).as("numpy %d, protocol %d", numpy, protocol).containsOnlyKeys(7, 8);
    assertThat(rankings.get(7)).containsExactly(3, 1, 2);
    assertThat(rankings.get(8)).containsExactly(3, 2, 1);
  }

  @Test
  void readsOtherWidthsAndByteOrders() {
    assertThat(read(one("i2", ">", new byte[] {1, 2, 0, 5})).get(7)).containsExactly(258, 5);
    assertThat(read(one("u1", "|", new byte[] {-1, 5})).get(7)).containsExactly(255, 5);
    assertThat(read(one("i4", "<", new byte[] {1, 2, 0, 0, 5, 0, 0, 0})).get(7))
        .containsExactly(513, 5);
  }

  @Test
  void readsBackWhatItWrites() throws IOException {
    SortedMap<Integer, int[]> rankings = new TreeMap<>();
    rankings.put(0, new int[] {3, 1, 2});
    rankings.put(255, new int[0]);
    rankings.put(256, new int[] {Integer.MAX_VALUE});
    rankings.put(49_999, new int[] {0});
    SortedMap<Integer, int[]> back = read(write(rankings));
    assertThat(back.keySet()).containsExactly(0, 255, 256, 49_999);
    back.forEach((query, ids) -> assertThat(ids).isEqualTo(rankings.get(query)));
  }

  /** The bytes by hand, so that reader and writer cannot share a mistake. */
  @Test
  void writesProtocol4() throws IOException {
    SortedMap<Integer, int[]> rankings = new TreeMap<>();
    rankings.put(5, new int[] {258});
    String written = new String(write(rankings), StandardCharsets.ISO_8859_1);
    String dtype =
        name("numpy")
            + name("dtype")
            + "\u0093\u0094"
            + name("i8")
            + "\u0089\u0088\u0087R(K\u0003"
            + name("<")
            + "NNNJ\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK\0tb\u0094";
    assertThat(written)
        .isEqualTo(
            "\u0080\u0004}K\u0005"
                + name("numpy.core.multiarray")
                + name("_reconstruct")
                + "\u0093\u0094"
                + name("numpy")
                + name("ndarray")
                + "\u0093\u0094K\0\u0085B\u0001\0\0\0b\u0087\u0094R(K\u0001(K\u0001t"
                + dtype
                + "\u0089B\b\0\0\0\u0002\u0001\0\0\0\0\0\0tbs.");
  }

  @Test
  void refusesWhatIsNoRanking() {
    refused(new RawPickle().ops("]").end(), "it is no dictionary {query id: array of gallery ids}");
    refused(new RawPickle().ops("}").text("a").ops("Ns").end(), "it has the key a, not a query id");
    refused(
        new RawPickle().ops("}").integer(-1).ops("Ns").end(), "it has the key -1, not a query id");
    refused(
        new RawPickle().ops("}").integer(7).ops("Ns").end(),
        "the ranking of query 7 is no one-dimensional array");
    refused(one("i1", "|", new byte[] {-1, 5}), "the ranking of query 7 has the gallery id -1");
    refused(
        one("i2", "<", new byte[] {1, 2}),
        "it has a numpy array of 2 bytes, not the 4 of its" + " shape and dtype");
    refused(one("f4", "<", new byte[8]), "it has an array of dtype f4, not integers");
    refused(one("O8", "|", new byte[8]), "it has an array of dtype O8, not numbers");
    refused(new byte[] {1}, "it has the unsupported operation 0x01");
  }

  @Test
  void refusesCodeByName() throws IOException {
    Path file = Shared.path("reference/checkpoints/evil_scores.pickle");
    refused(
        Files.readAllBytes(file),
        "it asks for posix.system, which is not allowed (only plain data is read, nothing is run)");
    assertThat(Path.of(System.getProperty("java.io.tmpdir"), "chmcorr-evil-checkpoint-ran"))
        .doesNotExist();
  }

  /** A small file in which a thousand queries share one array of a thousand ids. */
  @Test
  void refusesOneArrayForManyQueries() {
    RawPickle pickle = array(new RawPickle(), "u1", "|", 1000, new byte[1000]);
    pickle.ops("q").raw(1).ops("0}");
    for (int query = 0; query < 1000; query++) {
      pickle.integer(query).ops("h").raw(1).ops("s");
    }
    refused(pickle.end(), "it has the same array for too many queries");
  }

  @Test
  void theMemoryThatItTakesIsBounded() throws IOException {
    SortedMap<Integer, int[]> rankings = new TreeMap<>();
    for (int query = 0; query < 5000; query++) {
      rankings.put(query, new int[10]);
    }
    byte[] pickle = write(rankings);
    Limits low = Limits.DEFAULT.withInputMebibytes(4);
    assertThatThrownBy(() -> ScoreFile.read(new ByteArrayInputStream(pickle), "scores", low))
        .isInstanceOf(UserException.class)
        .hasMessageMatching(
            "Cannot read ranking file scores: reading it takes at least 4\\d{6} bytes of memory \\(at most 4194304; --max-input-mib raises the limit\\)");
    Limits raised = low.withInputMebibytes(20);
    assertThat(ScoreFile.read(new ByteArrayInputStream(pickle), "scores", raised)).hasSize(5000);
  }

  @Test
  void handlesTheSizeOfImageNet() throws IOException {
    SortedMap<Integer, int[]> rankings = new TreeMap<>();
    for (int query = 0; query < 50_000; query++) {
      int[] ids = new int[100];
      Arrays.setAll(ids, i -> i);
      ids[99] = query;
      rankings.put(query, ids);
    }
    SortedMap<Integer, int[]> back = read(write(rankings));
    assertThat(back).hasSize(50_000);
    assertThat(back.values()).allSatisfy(ids -> assertThat(ids.length).isEqualTo(100));
    assertThat(back.get(49_999)[99]).isEqualTo(49_999);
  }

  /** {7: an array of two}. */
  private static byte[] one(String type, String order, byte[] data) {
    return array(new RawPickle().ops("}").integer(7), type, order, 2, data).ops("s").end();
  }

  private static RawPickle array(
      RawPickle pickle, String type, String order, int length, byte[] data) {
    pickle.global("numpy.core.multiarray", "_reconstruct").global("numpy", "ndarray");
    pickle.integers(0).bytes(new byte[] {'b'}).raw(Opcode.TUPLE3).ops("R(").integer(1);
    pickle.integers(length).global("numpy", "dtype").ops("(").text(type).ops("tR(").integer(3);
    return pickle.text(order).ops("tb").raw(Opcode.NEWFALSE).bytes(data).ops("tb");
  }

  private static String name(String text) {
    return "X" + (char) text.length() + "\0\0\0" + text;
  }

  private static byte[] write(SortedMap<Integer, int[]> rankings) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ScoreFile.write(out, rankings);
    return out.toByteArray();
  }

  private static SortedMap<Integer, int[]> read(byte[] pickle) {
    return ScoreFile.read(new ByteArrayInputStream(pickle), "scores");
  }

  private static void refused(byte[] pickle, String reason) {
    assertThatThrownBy(() -> read(pickle))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot read ranking file scores: " + reason);
  }
}
