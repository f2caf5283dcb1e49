package dev.chmcorr.runfolder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.Edits;
import dev.chmcorr.Hostile;
import dev.chmcorr.HostileJson;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.hadoop.conf.Configuration;

/** Damaged run records, and JSON of any kind in their place. */
class RunRecordFuzzTest {
  private static final Storage STORE = new Storage(new Configuration());
  private static final RunRecord NOW = RunRecord.of("knn", "1", Map.of("k", "100", "train", "b"));
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
    Files.delete(folder.resolve("embeddings"));
    Files.delete(folder);
  }

  @Property
  void damaged(@ForAll("edits") Edits edits) throws IOException {
    read(edits.of(sound));
  }

  @Property
  void values(@ForAll("values") String json) throws IOException {
    read(json.getBytes(UTF_8));
  }

  @Property
  void records(@ForAll("records") String json) throws IOException {
    read(json.getBytes(UTF_8));
  }

  /** As a command does that finds the record in its folder, beside a table. */
  private static void read(byte[] json) throws IOException {
    Files.write(folder.resolve(RunRecord.FILE), json);
    Files.createDirectories(folder.resolve("embeddings"));
    org.apache.hadoop.fs.Path path = STORE.path(folder.toString());
    Hostile.read(
        Hostile.bound(json.length),
        UserException.class,
        () -> {
          RunRecord record = RunRecord.read(STORE, path);
          assertThat(record.metadata()).isNotNull();
          NOW.claim(STORE, path);
        });
  }

  @Provide
  Arbitrary<Edits> edits() {
    return Edits.any();
  }

  @Provide
  Arbitrary<String> values() {
    return HostileJson.values();
  }

  /** Records of which any field may say anything. */
  @Provide
  Arbitrary<String> records() {
    return Combinators.combine(
            field("1"), field("\"1\""), field("\"knn\""), parameters(), field("{}"))
        .as(
            (format, code, command, parameters, summary) ->
                "{\"formatVersion\": %s, \"codeVersion\": %s, \"command\": %s, \"parameters\": %s, \"summary\": %s}"
                    .formatted(format, code, command, parameters, summary));
  }

  private static Arbitrary<String> field(String usual) {
    return Arbitraries.frequencyOf(
        Tuple.of(4, Arbitraries.just(usual)), Tuple.of(1, HostileJson.values()));
  }

  private static Arbitrary<String> parameters() {
    Arbitrary<String> keys =
        Arbitraries.oneOf(Arbitraries.of("\"k\"", "\"train\""), HostileJson.texts());
    return Arbitraries.oneOf(
        HostileJson.values(),
        HostileJson.object(keys, HostileJson.texts()),
        HostileJson.object(keys, HostileJson.values()));
  }
}
