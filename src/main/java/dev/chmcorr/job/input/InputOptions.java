package dev.chmcorr.job.input;

import dev.chmcorr.domain.HiddenFiles;
import dev.chmcorr.domain.Printable;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.Endings;
import dev.chmcorr.image.ImageNames;
import dev.chmcorr.store.Storage;
import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * How images are found in what is given as a data set. What was not said is null; then a record may
 * say it, else it is as published but for hidden files, which are passed over.
 *
 * @param unpack folder for the shards that Parquet tables are unpacked into; null refuses tables
 * @param hidden whether hidden files and folders count, or null
 * @param endings that images have, or null
 */
public record InputOptions(String unpack, HiddenFiles hidden, Endings endings)
    implements Serializable {
  /** Nothing said, and no tables. */
  public static final InputOptions DEFAULT = unpackedTo(null);

  private static final String HIDDEN = "hidden_files";
  private static final String ENDINGS = "endings";
  private static final int MAX_SHOWN = 100;

  /** Nothing said; tables are unpacked into this folder. */
  public static InputOptions unpackedTo(String folder) {
    return new InputOptions(folder, null, null);
  }

  /** The same with hidden files and folders so; null if it is not said. */
  public InputOptions with(HiddenFiles so) {
    return new InputOptions(unpack, so, endings);
  }

  /** The same with the endings that torchvision passes over. */
  public InputOptions withMoreEndings() {
    return new InputOptions(unpack, hidden, Endings.MORE);
  }

  /** Which files are images. */
  public ImageNames names() {
    return new ImageNames(
        endings == null ? Endings.PUBLISHED : endings, hidden == null ? HiddenFiles.DROP : hidden);
  }

  /** Whether nothing is said of how images are found; the folder of tables decides nothing. */
  public boolean isUnsaid() {
    return hidden == null && endings == null;
  }

  /** What differs from the default, for the inputs of a record; files in full. */
  public Map<String, String> recorded(Storage store) {
    Map<String, String> said = new LinkedHashMap<>();
    put(said, HIDDEN, names().hidden(), HiddenFiles.DROP);
    put(said, ENDINGS, names().endings(), Endings.PUBLISHED);
    return said;
  }

  private static void put(Map<String, String> into, String key, Enum<?> value, Enum<?> unlessThis) {
    if (value != unlessThis) {
      into.put(key, Texts.lowerCase(value));
    }
  }

  /** Decides between what was said and what a record says. */
  @FunctionalInterface
  public interface Choice {
    /**
     * One of the two.
     *
     * @param option that says it
     * @param given null if it was not said
     * @param known by the record
     */
    String of(String option, String given, String known);
  }

  /**
   * The same with what a record says.
   *
   * @param inputs of a record that {@link #recorded} was put into
   */
  public InputOptions with(Storage store, Map<String, String> inputs, Choice choice) {
    return new InputOptions(
        unpack,
        choose(
            HiddenFiles.class,
            inputs.getOrDefault(HIDDEN, "drop"),
            hidden,
            (given, known) -> choice.of("--hidden-files", given, known)),
        choose(
            Endings.class,
            inputs.getOrDefault(ENDINGS, "published"),
            endings,
            (given, known) -> choice.of("--more-endings (endings)", given, known)));
  }

  private static <T extends Enum<T>> T choose(
      Class<T> type, String known, T given, BinaryOperator<String> choice) {
    String chosen = choice.apply(given == null ? null : Texts.lowerCase(given), known);
    return Arrays.stream(type.getEnumConstants())
        .filter(value -> Texts.lowerCase(value).equals(chosen))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "Invalid value in a record: %s".formatted(Printable.of(chosen, MAX_SHOWN))));
  }
}
