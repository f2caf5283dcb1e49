package dev.chmcorr.bench.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.chmcorr.domain.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one run of benchmarks measured.
 *
 * @param date such as {@code 2026-11-29}
 * @param commit that was measured, with {@code +} if files differed from it
 * @param rounds of each side
 */
public record Results(
    Machine machine, String date, String commit, int rounds, List<Measured> rows) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Of this machine, today, as the files are. */
  public static Results here(int rounds, List<Measured> rows) throws IOException {
    return new Results(
        Machine.here(), LocalDate.now().toString(), Commit.here(), rounds, List.copyOf(rows));
  }

  /**
   * @throws UserException if it is not there, or no such file
   */
  public static Results read(Path file) throws IOException {
    try {
      return JSON.readValue(Files.readAllBytes(file), Results.class);
    } catch (NoSuchFileException e) {
      throw new UserException("Cannot find the results %s".formatted(file), e);
    } catch (JsonProcessingException e) {
      throw new UserException(
          "Cannot read the results %s: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }

  public void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, JSON.writeValueAsString(this) + "\n");
  }

  /** The same run with rows more. */
  public Results with(List<Measured> more) {
    List<Measured> all = new ArrayList<>(rows);
    all.addAll(more);
    return new Results(machine, date, commit, rounds, List.copyOf(all));
  }

  Optional<Measured> row(String subject) {
    return rows.stream().filter(row -> row.subject().equals(subject)).findFirst();
  }

  /** For people, in one line. */
  public String source() {
    return "%s, commit %s, %d rounds: %s".formatted(date, commit, rounds, machine);
  }
}
