package dev.chmcorr.job.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FirstShownTest {
  private static final Map<String, Integer> NUMBERS = Map.of("b", 0, "a", 1, "c", 2);

  /** The paths are the places of the candidates. */
  private static List<String> shown(List<String> classes, int k) {
    List<String> paths = IntStream.range(0, classes.size()).mapToObj(String::valueOf).toList();
    List<String> shown = new ArrayList<>();
    new FirstShown(paths, classes, NUMBERS, k, 10).paths().forEachRemaining(shown::add);
    return shown;
  }

  @Test
  void showsTheFirstTenAndFiveOfThePredictedClassAndOfTheRunnerUp() {
    List<String> classes = new ArrayList<>(Collections.nCopies(10, "a"));
    classes.addAll(List.of("c", "c", "c", "b", "a", "c", "c", "c", "c"));

    // 13 votes: 10 a, 3 c. Of c there are 10, 11, 12, 15, 16, then more.
    assertThat(shown(classes, 13))
        .containsExactly(
            "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "15", "16");
  }

  @Test
  void theRunnerUpOfAUnanimousVoteIsTheNextClass() {
    List<String> classes = new ArrayList<>(Collections.nCopies(12, "a"));
    classes.addAll(List.of("c", "b"));

    assertThat(shown(classes, 5)).endsWith("9", "12").hasSize(11);
  }

  @Test
  void oneCandidateIsEnough() {
    assertThat(shown(List.of("a"), 20)).containsExactly("0");
    assertThat(shown(List.of(), 20)).isEmpty();
  }
}
