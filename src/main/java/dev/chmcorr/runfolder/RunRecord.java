package dev.chmcorr.runfolder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.chmcorr.domain.Framing;
import dev.chmcorr.domain.Printable;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/**
 * What a run folder was made with, kept as {@code _run.json} beside its tables. What decides the
 * tables stands in each Parquet file too: its schema's metadata has {@link #metadata} at the first
 * column.
 *
 * @param formatVersion of the tables
 * @param codeVersion of the program
 * @param command that made the folder
 * @param parameters everything that decides what the tables hold: images, model digests, transform
 * @param inputs where what it was made with lies, for commands that go on from it; decides nothing
 * @param summary what the finished run reported; while it runs empty, or only which of the folder's
 *     tables is the current one
 */
public record RunRecord(
    int formatVersion,
    String codeVersion,
    String command,
    Map<String, String> parameters,
    Map<String, String> inputs,
    Map<String, Object> summary) {
  /** Name of the file beside the tables. */
  public static final String FILE = "_run.json";

  /** Name of the folder beside the tables that holds what Parquet tables were unpacked to. */
  public static final String UNPACKED = "_unpacked";

  private static final List<String> NO_CONTENT = List.of(FILE, RunLock.FILE, UNPACKED);

  private static final int FORMAT_VERSION = 2;

  /** Bytes; a record has a few thousand. */
  private static final int MAX_LENGTH = 1 << 20;

  private static final int MAX_SHOWN = 300;

  /** Parameters of earlier versions: what a limit refused is tried again under another one. */
  private static final Set<String> DECIDES_NOTHING = Set.of("max_pixels");

  /** Parameters that are left out where they are what they were before there was a choice. */
  private static final Map<String, String> IF_LEFT_OUT = Framing.PUBLISHED.known();

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  public RunRecord {
    parameters = new LinkedHashMap<>(parameters);
    // Records of format 1 have none.
    inputs = inputs == null ? new LinkedHashMap<>() : new LinkedHashMap<>(inputs);
    summary = new LinkedHashMap<>(summary);
  }

  /** The record of a run that starts now. */
  public static RunRecord of(String command, String codeVersion, Map<String, String> parameters) {
    return new RunRecord(FORMAT_VERSION, codeVersion, command, parameters, Map.of(), Map.of());
  }

  /** The same run with what it reported at its end. */
  public RunRecord withSummary(Map<String, Object> report) {
    return new RunRecord(formatVersion, codeVersion, command, parameters, inputs, report);
  }

  /** The same run with where its inputs lie. */
  public RunRecord withInputs(Map<String, String> where) {
    return new RunRecord(formatVersion, codeVersion, command, parameters, where, summary);
  }

  /** Reads the record of a run folder, or null if the folder has none. */
  public static RunRecord read(Storage store, Path folder) throws IOException {
    Path file = new Path(folder, FILE);
    if (!store.exists(file)) {
      return null;
    }
    if (store.require("run record", file).getLen() > MAX_LENGTH) {
      throw unreadable(file, "it is longer than %d bytes".formatted(MAX_LENGTH), null);
    }
    byte[] json = store.read(file);
    try {
      return Optional.ofNullable(JSON.readValue(json, RunRecord.class))
          .orElseThrow(() -> unreadable(file, "it says null", null));
    } catch (IOException e) {
      throw unreadable(file, "it is damaged", e);
    }
  }

  private static UserException unreadable(Path file, String why, IOException cause) {
    return new UserException(
        "Cannot read %s: %s; delete the folder or choose another --out".formatted(file, why),
        cause);
  }

  /**
   * Writes this record, after making sure that what the folder already holds comes from the same
   * command, inputs and parameters.
   *
   * @throws UserException if it does not, or if the folder holds anything else
   */
  public void claim(Storage store, Path folder) throws IOException {
    RunRecord earlier = earlier(store, folder);
    if (earlier != null && !content(store, folder).isEmpty()) {
      if (earlier.formatVersion != formatVersion) {
        throw new UserException(
            "Cannot continue in %s: it was written in format %d by version %s, this is format %d; choose another --out"
                .formatted(
                    folder, earlier.formatVersion, shown(earlier.codeVersion), formatVersion));
      }
      List<String> differences = earlier.differences(this);
      if (!differences.isEmpty()) {
        throw new UserException(
            "Cannot continue in %s: it was made with other inputs or parameters: %s; choose another folder, or delete it"
                .formatted(folder, String.join("; ", differences)));
      }
    }
    store.deleteUnfinished(folder);
    write(store, folder);
  }

  /** Refuses a folder that holds anything but a run. */
  public static void refuseForeign(Storage store, Path folder) throws IOException {
    earlier(store, folder);
  }

  private static RunRecord earlier(Storage store, Path folder) throws IOException {
    RunRecord earlier = read(store, folder);
    List<String> content = content(store, folder);
    if (earlier == null && !content.isEmpty()) {
      throw new UserException(
          "Cannot write to %s: it holds %s and was not made by chm-corr; choose another folder"
              .formatted(folder, content.get(0)));
    }
    return earlier;
  }

  private static List<String> content(Storage store, Path folder) throws IOException {
    return Arrays.stream(store.list(folder))
        .map(status -> status.getPath().getName())
        .filter(name -> !NO_CONTENT.contains(name) && !Storage.isTemporary(name))
        .toList();
  }

  /** Writes this record beside the tables. */
  public void write(Storage store, Path folder) throws IOException {
    RunLock.demandHeld(folder);
    byte[] json = JSON.writeValueAsBytes(this);
    store.writeWhole(new Path(folder, FILE), out -> out.write(json));
  }

  private List<String> differences(RunRecord now) {
    List<String> differences = new ArrayList<>();
    difference(differences, "command", command, now.command);
    now.parameters.forEach(
        (key, value) ->
            difference(
                differences, key, parameters.getOrDefault(key, IF_LEFT_OUT.get(key)), value));
    parameters.forEach(
        (key, value) -> {
          if (!now.parameters.containsKey(key) && !DECIDES_NOTHING.contains(key)) {
            difference(differences, key, value, IF_LEFT_OUT.get(key));
          }
        });
    return differences;
  }

  private static void difference(List<String> into, String name, String then, String now) {
    if (!Objects.equals(then, now)) {
      // What was, an earlier record says, which may come from anybody.
      into.add("%s was %s, is %s".formatted(shown(name), shown(then), shown(now)));
    }
  }

  private static String shown(String text) {
    return text == null ? "not given" : Printable.of(text, MAX_SHOWN);
  }

  /** Command, versions and parameters on one line, for the metadata of a Parquet file. */
  public String metadata() {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("format_version", formatVersion);
    content.put("code_version", codeVersion);
    content.put("command", command);
    content.put("parameters", parameters);
    try {
      return new String(new ObjectMapper().writeValueAsBytes(content), StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
