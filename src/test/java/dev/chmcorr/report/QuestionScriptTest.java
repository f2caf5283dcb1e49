package dev.chmcorr.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses hold all that is asked of a query; the answer says who voted. */
class QuestionScriptTest {
  private static Script script;

  @BeforeAll
  static void load() {
    script = Script.of("site/js/scoring.js", "site/js/question.js");
  }

  @AfterAll
  static void leave() {
    script.close();
  }

  @BeforeEach
  void aRun() {
    script.run(
        """
        var question = chmcorr.question;
        var run = {setting: {n: 10, k: 5, t: 0.55, axes: "aligned"}};
        var mask = question.noMask(); mask[3] = 1; mask[5] = 0.5; mask[40] = -0.25;
        var plain = {mask: null}, masked = {mask: mask};
        var again = (query, state) => question.ofAddress(run, query, question.toAddress(run, query, state));
        """);
  }

  @Test
  void weightsOfPartsAreInTheAddress() {
    script.run("var state = question.ofRun(run, plain); state.mask = mask;");

    assertThat(script.texts("[JSON.stringify(question.toAddress(run, plain, state))]"))
        .containsExactly("{\"parts\":\"3.5.40\",\"weights\":\"1_0.5_-0.25\"}");
    assertThat(script.doubles("again(plain, state).mask")).isEqualTo(script.doubles("mask"));
  }

  /** Nothing chosen is another question than nothing asked. */
  @Test
  void noChosenPartIsInTheAddress() {
    for (String query : new String[] {"plain", "masked"}) {
      script.run(
          "var state = question.ofRun(run, %s); state.mask = question.noMask();".formatted(query));

      assertThat(script.texts("[question.toAddress(run, %s, state).parts]".formatted(query)))
          .containsExactly("none");
      assertThat(script.doubles("again(%s, state).mask".formatted(query)))
          .hasSize(49)
          .containsOnly(0.0);
    }
  }

  @Test
  void whatIsTheRunsIsNotInTheAddress() {
    assertThat(
            script.texts(
                "[plain, masked].map(q => JSON.stringify(question.toAddress(run, q, question.ofRun(run, q))))"))
        .containsExactly("{}", "{}");
    assertThat(script.texts("[JSON.stringify(question.ofAddress(run, plain, {k: '7', t: 'x'}))]"))
        .containsExactly("{\"n\":10,\"k\":7,\"t\":0.55,\"axes\":\"aligned\",\"mask\":null}");
  }

  /**
   * Of candidates of the classes 0 and 1 whose scores fall from 0.9 by 0.1, the answer is that of
   * the first k; the other class is asked about.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 0 1 1 | 3 | 2 of 3 votes. Its best candidate is rank 1, score 0.9000."
            + "| 1 of 3 votes, 1 fewer than the answer. Its best candidate is rank 3, score 0.7000.",
        "1 0 0 0 | 5 | 3 of 4 votes. Its best candidate is rank 2, score 0.8000."
            + "| 1 of 4 votes, 2 fewer than the answer. Its best candidate is rank 1, score 0.9000,"
            + " better than any of the answer's, but votes decide, not scores.",
        "1 0 1 0 | 4 | 2 of 4 votes. Its best candidate is rank 2, score 0.8000."
            + "| 2 of 4 votes, as many as the answer, which comes before it in the list of classes."
            + " Its best candidate is rank 1, score 0.9000.",
        "0 0 1 1 | 2 | 2 of 2 votes. Its best candidate is rank 1, score 0.9000."
            + "| No votes: its best candidate is rank 3, score 0.7000, and only the first 2 vote.",
      })
  void theAnswerSaysWhoVoted(String classes, int k, String why, String whyNot) {
    script.run(
        """
        var ordered = "%s".split(" ").map((cls, i) => ({candidate: {class: Number(cls)}, score: 0.9 - i / 10}));
        var found = {ordered: ordered, chm: chmcorr.scoring.votes(ordered.map(s => s.candidate.class), %d)};
        """
            .formatted(classes, k));

    assertThat(
            script.texts(
                "[question.why(found, %d), question.whyNot(found, %d, 1)]".formatted(k, k)))
        .containsExactly(why, whyNot);
  }
}
