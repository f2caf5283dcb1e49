package dev.chmcorr.pickle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.Shared;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BrokenFilesTest {
  private static final int CASES = 1000;

  @Test
  void rankingFiles() throws IOException {
    TreeMap<Integer, int[]> rankings = new TreeMap<>();
    rankings.put(1, new int[] {3, 2});
    rankings.put(300, new int[] {1, 4});
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ScoreFile.write(out, rankings);
    assertThat(Mutations.refused(out.toByteArray(), CASES, 1, BrokenFilesTest::rankings))
        .isBetween(CASES / 4, CASES);
  }

  @Test
  void publishedRankingFiles() throws IOException {
    byte[] file = Files.readAllBytes(Shared.path("reference/knn.pickle"));
    assertThat(Mutations.refused(file, CASES, 2, BrokenFilesTest::rankings)).isPositive();
  }

  @Test
  void publishedMaskFiles() throws IOException {
    byte[] file = Files.readAllBytes(Shared.path("reference/masks.pkl"));
    assertThat(Mutations.refused(file, CASES, 3, BrokenFilesTest::masks)).isPositive();
  }

  @Test
  void jsonMaskFiles() throws IOException {
    byte[] file = "{\"a/b\": [[0, 1, 0, 0, 0, 0, 0], [0]], \"c\": {\"d\": null}}".getBytes(UTF_8);
    assertThat(Mutations.refused(file, CASES, 4, BrokenFilesTest::masks))
        .isBetween(CASES * 9 / 10, CASES);
  }

  private static void rankings(byte[] content) {
    ScoreFile.read(new ByteArrayInputStream(content), "broken");
  }

  private static void masks(byte[] content) {
    MaskFile.read(new ByteArrayInputStream(content), "broken");
  }
}
