package dev.chmcorr.model.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.Hostile;
import dev.chmcorr.domain.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveMetadataTest {
  @TempDir Path folder;

  @Test
  void comesBackFromAnArchive() throws IOException {
    ArchiveMetadata metadata =
        ArchiveMetadata.of(
            ArchiveMetadata.CHM,
            "psi",
            new TreeMap<>(Map.of("a", 1, "b", 2)),
            new Provenance("weights é.pth", "00ff"));
    Path file = folder.resolve("model.pt");
    TorchArchive.write(file, "", new TorchModule("Net"), metadata);

    assertThat(ArchiveMetadata.read(file)).contains(metadata);
  }

  @Test
  void isEmptyForATracedArchive() throws IOException {
    assertThat(ArchiveMetadata.read(zip("traced/constants.pkl", ""))).isEmpty();
  }

  @Test
  void refusesWhatIsNoArchive() throws IOException {
    Path text = Files.writeString(folder.resolve("text.pt"), "no zip");

    assertThatThrownBy(() -> ArchiveMetadata.read(text))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot read %s as a network: it is no zip file or is truncated; turn a checkpoint into"
                + " one with import-model",
            text);
    assertThatThrownBy(() -> ArchiveMetadata.read(zip("checkpoint/data.pkl", "")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("it holds no TorchScript code");
    assertThatThrownBy(() -> ArchiveMetadata.read(folder.resolve("none.pt")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("there is no such file");
  }

  @Test
  void refusesOtherFormatVersions() throws IOException {
    Path file = zip("net/constants.pkl", "", "net/extra/chmcorr.json", "{\"formatVersion\": 99}");

    assertThatThrownBy(() -> ArchiveMetadata.read(file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("its format version is 99, this program reads 2");
  }

  @Test
  void refusesDamagedMetadata() throws IOException {
    Path file = zip("net/constants.pkl", "", "net/extra/chmcorr.json", "{");

    assertThatThrownBy(() -> ArchiveMetadata.read(file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("damaged entry extra/chmcorr.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"formatVersion\": 2}",
        "{\"formatVersion\": 2, \"dimensions\": {}}",
        "{\"formatVersion\": 2, \"kind\": \"chm\"}",
        "{\"formatVersion\": 2, \"kind\": [], \"dimensions\": {}}"
      })
  void refusesMetadataThatLacksSomething(String json) throws IOException {
    assertDamaged(json);
  }

  /** Millions of numbers in a few kilobytes, and brackets without end. */
  @Test
  void refusesBombs() throws IOException {
    assertDamaged("[" + "1,".repeat(1 << 24) + "1]");
    assertDamaged("[".repeat(1 << 19));
  }

  /** The name of the folder inside is the writer's choice. */
  @Test
  void doesNotRepeatControlCharactersOfTheFile() throws IOException {
    assertDamaged(zip("net/constants.pkl", "", "n\u0007\nt/extra/chmcorr.json", "{"));
  }

  private void assertDamaged(String json) throws IOException {
    assertDamaged(zip("net/constants.pkl", "", "net/extra/chmcorr.json", json));
  }

  private static void assertDamaged(Path file) throws IOException {
    assertThat(
            Hostile.read(
                Hostile.bound(Files.size(file)),
                UserException.class,
                () -> ArchiveMetadata.read(file)))
        .isEqualTo("Cannot read %s: damaged entry extra/chmcorr.json".formatted(file));
  }

  @Test
  void refusesCommentsThatAreNotUtf8() throws IOException {
    Path file = folder.resolve("comment.pt");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      ZipEntry entry = new ZipEntry("net/constants.pkl");
      entry.setComment("remark");
      zip.putNextEntry(entry);
    }
    byte[] bytes = Files.readAllBytes(file);
    bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("remark")] = -1;
    Files.write(file, bytes);

    assertThatThrownBy(() -> ArchiveMetadata.read(file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("it is no zip file or is truncated");
  }

  private Path zip(String... namesAndContents) throws IOException {
    Path file = folder.resolve("made.pt");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < namesAndContents.length; i += 2) {
        zip.putNextEntry(new ZipEntry(namesAndContents[i]));
        zip.write(namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
      }
    }
    return file;
  }
}
