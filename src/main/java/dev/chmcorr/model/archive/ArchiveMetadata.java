package dev.chmcorr.model.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.chmcorr.domain.UserException;
import java.io.CharConversionException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * What an archive says about itself, in its entry {@code extra/chmcorr.json}.
 *
 * @param formatVersion version of the attributes and methods that the code expects
 * @param kind {@code resnet} (an embedding network) or {@code chm} (the Hough matching network)
 * @param variant what was imported: {@code torchvision}, {@code inat}, {@code psi}, ...
 * @param dimensions sizes by name, e.g. "dimension" = length of an embedding
 * @param source the checkpoint
 * @param createdBy version of the code that wrote the archive
 */
public record ArchiveMetadata(
    int formatVersion,
    String kind,
    String variant,
    SortedMap<String, Integer> dimensions,
    Provenance source,
    String createdBy) {
  /** Kind of an archive made from a classification network. */
  public static final String RESNET = "resnet";

  /** Kind of an archive made from a convolutional Hough matching network. */
  public static final String CHM = "chm";

  static final String ENTRY = "extra/chmcorr.json";
  private static final int FORMAT_VERSION = 2;

  /** Bytes of the entry, which may be compressed; ours have a few hundred. */
  private static final int MAX_LENGTH = 1 << 20;

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  public ArchiveMetadata {
    Objects.requireNonNull(kind, "kind");
    dimensions = new TreeMap<>(dimensions);
  }

  /** Metadata of an archive that this code is about to write. */
  public static ArchiveMetadata of(
      String kind, String variant, SortedMap<String, Integer> dimensions, Provenance source) {
    String version = ArchiveMetadata.class.getPackage().getImplementationVersion();
    return new ArchiveMetadata(
        FORMAT_VERSION,
        kind,
        variant,
        dimensions,
        source,
        "chm-corr " + (version == null ? "development" : version));
  }

  /**
   * Reads the metadata of an archive; empty for a TorchScript archive that this project did not
   * write.
   *
   * @throws UserException if the file is no TorchScript archive, or one that a later version wrote
   */
  public static Optional<ArchiveMetadata> read(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      if (endingWith(zip, "/constants.pkl").isEmpty()) {
        throw new UserException(notAnArchive(file, "it holds no TorchScript code"));
      }
      Optional<ZipEntry> entry = endingWith(zip, "/" + ENTRY);
      return entry.isPresent() ? Optional.of(parse(file, zip, entry.get())) : Optional.empty();
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      // The last is how ZipFile reports a comment that is no UTF-8.
      throw new UserException(notAnArchive(file, "it is no zip file or is truncated"), e);
    } catch (IOException e) {
      String why = Files.exists(file) ? e.getMessage() : "there is no such file";
      throw new UserException("Cannot read %s: %s".formatted(file, why), e);
    }
  }

  byte[] toJson() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write metadata " + this, e);
    }
  }

  private static ArchiveMetadata parse(Path file, ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] json = in.readNBytes(MAX_LENGTH + 1);
      if (json.length > MAX_LENGTH) {
        throw damaged(file, null);
      }
      JsonNode tree = JSON.readTree(json);
      int version = tree.path("formatVersion").asInt();
      if (version != FORMAT_VERSION) {
        throw new UserException(
            "Unsupported model %s: its format version is %d, this program reads %d; import the checkpoint again"
                .formatted(file, version, FORMAT_VERSION));
      }
      return JSON.treeToValue(tree, ArchiveMetadata.class);
    } catch (JsonProcessingException | CharConversionException e) {
      throw damaged(file, e);
    }
  }

  private static UserException damaged(Path file, IOException cause) {
    return new UserException("Cannot read %s: damaged entry %s".formatted(file, ENTRY), cause);
  }

  /** Entries lie in a top folder whose name is the writer's choice. */
  private static Optional<ZipEntry> endingWith(ZipFile zip, String suffix) {
    return zip.stream()
        .filter(e -> e.getName().indexOf('/') == e.getName().length() - suffix.length())
        .filter(e -> e.getName().endsWith(suffix))
        .map(ZipEntry.class::cast)
        .findFirst();
  }

  private static String notAnArchive(Path file, String why) {
    return "Cannot read %s as a network: %s; turn a checkpoint into one with import-model"
        .formatted(file, why);
  }
}
