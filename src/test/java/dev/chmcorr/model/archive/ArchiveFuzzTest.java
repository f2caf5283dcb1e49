package dev.chmcorr.model.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.Edits;
import dev.chmcorr.Hostile;
import dev.chmcorr.HostileJson;
import dev.chmcorr.domain.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Damaged archives, and sound ones that say damaged things of themselves. */
class ArchiveFuzzTest {
  private static final ArchiveMetadata METADATA =
      ArchiveMetadata.of(
          ArchiveMetadata.CHM, "psi", new TreeMap<>(Map.of("a", 1)), new Provenance("w.pth", "00"));

  private static Path file;

  @BeforeContainer
  static void makeFile() throws IOException {
    file = Files.createTempFile("chmcorr-fuzz", ".pt");
  }

  @AfterContainer
  static void deleteFile() throws IOException {
    Files.delete(file);
  }

  @Property
  void damaged(@ForAll("edits") Edits edits) throws IOException {
    TorchArchive.write(file, "", new TorchModule("Net"), METADATA);
    read(edits.of(Files.readAllBytes(file)));
  }

  @Property
  void damagedMetadata(@ForAll("edits") Edits edits) throws IOException {
    read(archive(edits.of(METADATA.toJson())));
  }

  @Property
  void metadata(@ForAll("tokens") List<String> tokens) throws IOException {
    read(archive(String.join("", tokens).getBytes(UTF_8)));
  }

  @Property
  void anyMetadata(@ForAll("values") String json) throws IOException {
    read(archive(json.getBytes(UTF_8)));
    read(archive("{\"formatVersion\":2,\"dimensions\":%s}".formatted(json).getBytes(UTF_8)));
  }

  private static byte[] archive(byte[] json) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("net/constants.pkl"));
      zip.putNextEntry(new ZipEntry("net/" + ArchiveMetadata.ENTRY));
      zip.write(json);
    }
    return Files.readAllBytes(file);
  }

  private static void read(byte[] content) throws IOException {
    Files.write(file, content);
    Hostile.read(
        Hostile.bound(content.length),
        UserException.class,
        () -> ArchiveMetadata.read(file).ifPresent(m -> assertThat(m.kind()).isNotNull()));
  }

  @Provide
  Arbitrary<Edits> edits() {
    return Edits.any();
  }

  @Provide
  Arbitrary<String> values() {
    return HostileJson.values();
  }

  @Provide
  Arbitrary<List<String>> tokens() {
    return Arbitraries.of(
            "{",
            "}",
            "{\"formatVersion\":2,",
            ",",
            "\"kind\":",
            "\"chm\"",
            "\"dimensions\":",
            "\"source\":",
            "\"formatVersion\":",
            "{}",
            "[]",
            "null",
            "2",
            "1e99",
            "\"a\":",
            "{\"formatVersion\":2}",
            "\u0000",
            " ")
        .list()
        .ofMaxSize(20);
  }
}
