package dev.chmcorr.table;

import dev.chmcorr.Edits;
import dev.chmcorr.Hostile;
import dev.chmcorr.domain.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.hadoop.conf.Configuration;

/** Damaged run records. */
class RunRecordFuzzTest {
  private static final Store STORE = new Store(new Configuration());
  private static Path folder;
  private static byte[] sound;

  @BeforeContainer
  static void writeRecord() throws IOException {
    folder = Files.createTempDirectory("chmcorr-fuzz");
    RunRecord.of("knn", "1", Map.of("k", "100", "train", "file:/a b"))
        .withSummary(Map.of("images", 3, "seconds", 1.5))
        .write(STORE, STORE.path(folder.toString()));
    sound = Files.readAllBytes(folder.resolve(RunRecord.FILE));
  }

  @AfterContainer
  static void deleteRecord() throws IOException {
    Files.delete(folder.resolve(RunRecord.FILE));
    Files.delete(folder);
  }

  @Property
  void damaged(@ForAll("edits") Edits edits) throws IOException {
    byte[] json = edits.of(sound);
    Files.write(folder.resolve(RunRecord.FILE), json);
    Hostile.read(
        Hostile.bound(json.length),
        UserException.class,
        () -> RunRecord.read(STORE, STORE.path(folder.toString())).withSummary(Map.of()));
  }

  @Provide
  Arbitrary<Edits> edits() {
    return Edits.any();
  }
}
