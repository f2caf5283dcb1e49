package dev.chmcorr.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A data set, a way to run on it, and what comes out when nothing disturbs the run; runs with
 * faults are held against that, in what they leave and in the time that they take.
 */
final class Trial {
  private final Path folder;
  private final Birds birds;
  private final Submit submit;
  private final RunFolder undisturbed;
  private final Submit.Outcome knn;
  private Submit.Outcome rerank;

  /**
   * Runs knn undisturbed.
   *
   * @param folder for all that the runs write
   */
  Trial(Path folder, Birds birds, Submit submit) throws Exception {
    this.folder = folder;
    this.birds = birds;
    this.submit = submit;
    this.undisturbed = newRun();
    this.knn = succeed(submit.start(knn(undisturbed)));
  }

  Submit submit() {
    return submit;
  }

  Birds birds() {
    return birds;
  }

  RunFolder undisturbed() {
    return undisturbed;
  }

  /** An empty folder. */
  RunFolder newRun() throws IOException {
    return new RunFolder(Files.createTempDirectory(folder, "run-"));
  }

  /** A fault for one run. */
  Fault fault(FaultyDisk.Kind kind, String when, String path) throws IOException {
    return new Fault(kind, when, path, 1, Files.createTempDirectory(folder, "fault-"));
  }

  String[] knn(RunFolder run) {
    return birds.knn(run.uri());
  }

  /** Re-ranks the undisturbed rankings. */
  String[] rerank(RunFolder run) {
    return birds.rerankOf(undisturbed.uri(), run.uri(), "--per-query", "json");
  }

  /**
   * Waits for the end of a run of knn and asserts that it leaves what an undisturbed one leaves.
   */
  Submit.Outcome recoverKnn(String fault, Submit.Running running, RunFolder run) throws Exception {
    Submit.Outcome outcome = succeed(running);
    run.assertSameRankings(undisturbed);
    print(fault, outcome, knn);
    return outcome;
  }

  /** The same for a run of rerank. */
  Submit.Outcome recoverRerank(String fault, Submit.Running running, RunFolder run)
      throws Exception {
    Submit.Outcome outcome = succeed(running);
    if (rerank == null) {
      rerank = succeed(submit.start(rerank(undisturbed)));
    }
    run.assertSameResults(undisturbed);
    print(fault, outcome, rerank);
    return outcome;
  }

  static Submit.Outcome succeed(Submit.Running run) throws Exception {
    Submit.Outcome outcome = run.await();
    assertThat(outcome.code()).as(outcome.output()).isZero();
    assertThat(outcome.output()).doesNotContain("\tat ");
    return outcome;
  }

  /** A line for people: how long a run took. */
  @SuppressWarnings("SystemOut")
  static void print(String what, Submit.Outcome outcome) {
    System.out.printf(Locale.ROOT, "Fault: %s: %.1f s%n", what, outcome.seconds());
  }

  private static void print(String fault, Submit.Outcome disturbed, Submit.Outcome whole) {
    print("%s (undisturbed %.1f s)".formatted(fault, whole.seconds()), disturbed);
  }
}
