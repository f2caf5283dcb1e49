package dev.chmcorr.job.tools;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.input.DataOptions;
import dev.chmcorr.job.input.DataOptions.GalleryClasses;
import dev.chmcorr.job.input.DataOptions.MissingClasses;
import dev.chmcorr.job.input.OnError;
import dev.chmcorr.job.rankings.ImportOptions;
import dev.chmcorr.job.rankings.RankingsJob;
import dev.chmcorr.job.run.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that write files write none among what they read. */
class OutputPlacesSparkTest {
  @TempDir private Path folder;
  private final LocalSpark spark = new LocalSpark();

  @Test
  void masksAndRankingsLieApartFromTheImages() throws IOException {
    String val = folder + "/val";
    assertRefused(
        () ->
            CubMasksJob.run(
                spark.context(),
                new MasksOptions(
                    folder.toString(), val, CubMasksJob.Parts.ALL, val + "/a/masks.json")),
        "--val");
    Path pickle = Files.createFile(folder.resolve("scores.pickle"));
    DataOptions data =
        new DataOptions(
            folder + "/train", val, GalleryClasses.ALL, MissingClasses.REFUSE, OnError.RECORD);
    assertRefused(
        () ->
            RankingsJob.importPickle(
                spark.context(), new ImportOptions(pickle.toString(), data, val, "x")),
        "--val");
    assertRefused(
        () ->
            RankingsJob.exportPickle(
                spark.context(), folder + "/run", folder + "/run/rankings/x.pickle"),
        "the run");
  }

  private static void assertRefused(ThrowingCallable command, String input) {
    assertThatThrownBy(command)
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot write to --out ")
        .hasMessageContaining(": it lies in " + input + " ");
  }
}
