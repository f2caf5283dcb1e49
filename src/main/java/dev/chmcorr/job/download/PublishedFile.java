package dev.chmcorr.job.download;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A file that its authors have published, as {@code scores/published.json} lists it.
 *
 * @param kind what it is
 * @param name what the command line calls it
 * @param file its name in a folder
 * @param drive id of Google Drive, or null
 * @param url where it is, if that is not Google Drive; else null
 * @param bytes its length; null if nobody has said
 * @param sha256 what its SHA-256 begins with, lower-case hexadecimal; null if nobody has said
 */
public record PublishedFile(
    @JsonProperty(required = true) Kind kind,
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) String file,
    String drive,
    URI url,
    Long bytes,
    String sha256) {
  private static final String LIST = "published.json";
  private static final String DRIVE =
      "https://drive.usercontent.google.com/download?export=download&id=";

  /** What files are of use for. */
  public enum Kind {
    /** Rankings. */
    SCORES,
    /** Weights of networks. */
    MODELS
  }

  /** Where it is got from. */
  URI address() {
    return url == null ? URI.create(DRIVE + drive) : url;
  }

  /** All of a kind, in the order of the list. */
  public static List<PublishedFile> all(Kind kind) {
    try (InputStream in = PublishedFile.class.getResourceAsStream(LIST)) {
      List<PublishedFile> all =
          JsonMapper.builder()
              .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
              .build()
              .readValue(in, new TypeReference<List<PublishedFile>>() {});
      return all.stream().filter(file -> file.kind() == kind).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Those of some names.
   *
   * @throws UserException if there is none of a name
   */
  public static List<PublishedFile> named(Kind kind, List<String> names) {
    List<PublishedFile> all = all(kind);
    List<PublishedFile> chosen = new ArrayList<>();
    for (String name : names) {
      chosen.add(
          all.stream()
              .filter(
                  file -> file.name().equalsIgnoreCase(name) || file.file().equalsIgnoreCase(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new UserException(
                          "Invalid NAME: %s (must be %s)"
                              .formatted(
                                  name,
                                  String.join(
                                      ", ", all.stream().map(PublishedFile::name).toList())))));
    }
    return chosen;
  }

  /** A line of a list. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%-16s  %-52s  %s",
        name,
        file,
        bytes == null ? "size not known" : Texts.count(bytes, "byte"));
  }
}
