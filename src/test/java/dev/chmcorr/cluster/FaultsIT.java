package dev.chmcorr.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.demo.BirdGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults that one machine can have: the run goes on, or says in one line why not, and the same
 * command then leaves what an undisturbed run leaves.
 */
class FaultsIT {
  private static final String RANKINGS = ".*/_rankings_new/_temporary/.*/part-[^/]*";

  /** New results are written beside the table. */
  private static final String RESULTS = ".*/_?results[^/]*/_temporary/.*/part-[^/]*";

  @TempDir private static Path folder;
  private static Trial trial;

  @BeforeAll
  static void runUndisturbed() throws Exception {
    trial =
        new Trial(
            folder,
            Birds.write(folder.resolve("birds")),
            new Submit(folder, List.of("--master", "local[2]")).quick());
  }

  @Test
  void imagesThatCannotBeReadAreRecordedAndTheRestGoesOn() throws Exception {
    Birds damaged = Birds.write(folder.resolve("damaged"));
    List<Path> images = images(folder.resolve("damaged/train"));
    Path secret = images.get(3);
    Path vanishing = images.get(8);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
    Fault fault = trial.fault(FaultyDisk.Kind.VANISH, "open", vanishing.toString());
    RunFolder run = trial.newRun();

    Submit.Outcome outcome =
        Trial.succeed(
            trial.submit().asMortal().with(Fault.options(fault)).start(damaged.knn(run.uri())));

    assertThat(outcome.output()).contains("2 failed", "Images that failed: 2, see " + run.uri());
    assertThat(Tables.rows(run.uri() + "/knn/errors", damaged.root()))
        .satisfiesExactly(
            row -> assertThat(row).contains(name(secret), "Permission denied"),
            row -> assertThat(row).contains(name(vanishing), "does not exist"));
    run.assertFinished("knn");
    assertThat(Tables.rows(run.embeddings("train"), damaged.root()))
        .hasSize(12)
        .filteredOn(row -> row.contains("\"embedding\":["))
        .hasSize(10)
        .isSubsetOf(Tables.rows(trial.undisturbed().embeddings("train"), birdsRoot()));
  }

  @Test
  @Tag("cluster")
  void ofTwoRunsInOneFolderTheSecondIsRefused() throws Exception {
    Fault fault = trial.fault(FaultyDisk.Kind.STALL, "open", ".*/train/.*");
    RunFolder run = trial.newRun();

    Submit.Running first = trial.submit().with(Fault.options(fault)).start(trial.knn(run));
    fault.await(0, first);
    Submit.Outcome second = trial.submit().run(trial.knn(run));
    fault.release();

    assertRefused(
        second, "Cannot write to %s/knn: process %d@".formatted(run.uri(), first.process().pid()));
    trial.recoverKnn("a second run in the same folder (time of the first)", first, run);
  }

  @Test
  @Tag("cluster")
  void aModelThatIsReplacedDuringTheRunIsRefused() throws Exception {
    Path model = folder.resolve("birds/resnet.pt");
    Path copy = Files.copy(model, folder.resolve("copy.pt"));
    Fault fault = trial.fault(FaultyDisk.Kind.STALL, "create", ".*/knn/_lock");
    RunFolder run = trial.newRun();

    Submit.Running running = trial.submit().with(Fault.options(fault)).start(trial.knn(run));
    fault.await(0, running);
    Files.copy(folder.resolve("birds/chm.pt"), model, StandardCopyOption.REPLACE_EXISTING);
    fault.release();
    Submit.Outcome outcome = running.await();
    Files.move(copy, model, StandardCopyOption.REPLACE_EXISTING);

    assertRefused(outcome, "Cannot use file:%s: it was replaced during the run".formatted(model));
    trial.recoverKnn(
        "model replaced; put back, same command", trial.submit().start(trial.knn(run)), run);
  }

  /** As a laptop does that was asleep for longer than a minute. */
  @Test
  @Tag("cluster")
  void aRunWhoseFolderAnotherTookStops() throws Exception {
    Fault fault = trial.fault(FaultyDisk.Kind.STALL, "open", ".*/train/.*");
    RunFolder run = trial.newRun();
    Path lock = run.path().resolve("knn/_lock");

    Submit.Running running = trial.submit().with(Fault.options(fault)).start(trial.knn(run));
    fault.await(0, running);
    Files.writeString(lock, "1@elsewhere");
    fault.release();
    Submit.Outcome outcome = running.await();

    assertRefused(
        outcome,
        "Cannot go on in %s/knn: process 1@elsewhere has taken it over".formatted(run.uri()));
    assertThat(lock).hasContent("1@elsewhere");
    // What it embedded meanwhile, in a folder that it still held, stays.
    try (Stream<Path> files = Files.walk(run.path().resolve("knn"))) {
      assertThat(files.map(FaultsIT::name)).noneMatch(name -> name.endsWith(".parquet"));
    }
    Files.delete(lock);
    trial.recoverKnn(
        "folder lost to another run; that one gone, same command",
        trial.submit().start(trial.knn(run)),
        run);
  }

  @Test
  @Tag("cluster")
  void aTaskThatFailsTwiceIsRepeated() throws Exception {
    Fault fault =
        trial
            .fault(
                FaultyDisk.Kind.FAIL, "create", ".*/correspondences/_temporary/.*/part-00003[^/]*")
            .times(2);
    RunFolder run = trial.newRun();
    Submit patient = trial.submit().with("--master", "local[2,3]").with(Fault.options(fault));

    trial.recoverRerank("a task that fails twice", patient.start(trial.rerank(run)), run);

    assertThat(fault.isSpent()).isTrue();
  }

  /** 300 gallery images are two chunks where one task runs at a time. */
  @Test
  @Tag("cluster")
  void knnWhoseDriverIsKilledTimeAndAgainGoesOn() throws Exception {
    Birds birds = Birds.write(folder.resolve("many"), new BirdGenerator.Options(3, 100, 2, 1));
    Trial many = new Trial(folder, birds, trial.submit().with("--master", "local[1]"));
    RunFolder run = many.newRun();
    String[] knn = many.knn(run);

    kill(many, knn, "its first record", "create", ".*/knn/\\._run\\.json\\..*");
    // The last is in the second chunk.
    kill(many, knn, "embed", "open", images(folder.resolve("many/train")).get(299).toString());
    String third = kill(many, knn, "rank", "create", RANKINGS);
    Submit.Running again = many.submit().start(knn);

    String last = many.recoverKnn("the same command after these kills", again, run).output();
    assertThat(third).contains("embed: 300 gallery images, 256 of them already embedded");
    assertThat(last).contains("embed: 300 gallery images, 300 of them already embedded");
  }

  @Test
  @Tag("cluster")
  void rerankWhoseDriverIsKilledTimeAndAgainGoesOn() throws Exception {
    RunFolder run = trial.newRun();
    String[] rerank = trial.rerank(run);

    kill(trial, rerank, "correspond", "open", ".*/val/003[^/]*/[^/]*");
    String second = kill(trial, rerank, "score", "create", RESULTS);
    String third = kill(trial, rerank, "files per query", "create", ".*/per-query/.*/[^/]*");
    Submit.Running again = trial.submit().start(rerank);

    trial.recoverRerank("the same command after these kills", again, run);
    assertThat(second).containsPattern("18 queries, [1-9][0-9]* of them already done");
    assertThat(third).contains("correspond: nothing to compare, all pairs are known");
  }

  @Test
  @Tag("cluster")
  void aFullDiskIsOneLineAndTheSameCommandGoesOnOnceThereIsRoom() throws Exception {
    RunFolder run = trial.newRun();
    try (FullDisk disk = FullDisk.mount(run.path())) {
      disk.leave(0);
      Submit.Outcome atOnce = trial.submit().run(trial.rerank(run));
      // Room for the first of two chunks.
      disk.leave(160);
      Submit.Outcome midway = trial.submit().run(trial.rerank(run));
      disk.empty();
      Submit.Running again = trial.submit().start(trial.rerank(run));

      String why = ": No space left on device (IOException)";
      assertRefused(atOnce, "Cannot write " + run.uri() + "/chm/_lock" + why);
      assertRefused(midway, "Cannot write " + run.uri() + "/chm/correspondences" + why);
      assertThat(
              trial
                  .recoverRerank("disk full in correspond; room made, same command", again, run)
                  .output())
          .containsPattern("18 queries, [1-9][0-9]* of them already done");
    }
  }

  private static void assertRefused(Submit.Outcome outcome, String why) {
    assertThat(outcome.code()).as(outcome.output()).isEqualTo(3);
    assertThat(outcome.output().lines().reduce((first, second) -> second).orElse(""))
        .startsWith("chm-corr: " + why);
    assertThat(outcome.output()).doesNotContain("\tat ");
  }

  /** Kills the driver of a command in the middle of a phase; gives what it had printed. */
  private static String kill(Trial trial, String[] command, String phase, String when, String path)
      throws Exception {
    Fault fault = trial.fault(FaultyDisk.Kind.STALL, when, path);
    Submit.Running run = trial.submit().with(Fault.options(fault)).start(command);
    assertThat(fault.await(0, run).pid()).isEqualTo(run.process().pid());
    assertThat(run.process().destroyForcibly().waitFor()).isNotZero();
    Submit.Outcome outcome = run.await();
    Trial.print("driver killed (-9) in " + phase, outcome);
    return outcome.output();
  }

  private static String birdsRoot() {
    return trial.birds().root();
  }

  private static List<Path> images(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".jpg")).sorted().toList();
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}
