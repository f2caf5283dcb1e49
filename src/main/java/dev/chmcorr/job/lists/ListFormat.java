package dev.chmcorr.job.lists;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.chmcorr.domain.Printable;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.folder.ImageNames;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The formats that lists of images come in, told by the ending of their names. */
public enum ListFormat {
  /** Comma or semicolon, quoted where need be. */
  CSV(".csv"),
  /** Tabs, not quoted. */
  TSV(".tsv"),
  /** An object a line, an array of objects, or an object of paths and classes. */
  JSON(".jsonl", ".ndjson", ".json"),
  /** A path, blanks and a class a line, as Caffe had it. */
  TEXT(".txt", ".lst");

  /** Endings of lists, for messages. */
  public static final String ENDINGS = ".csv, .tsv, .jsonl, .json, .txt";

  private static final int MAX_SHOWN = 100;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final String[] endings;

  ListFormat(String... endings) {
    this.endings = endings;
  }

  /** The format of a file of this name; null if it is none of a list. */
  public static ListFormat of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (ListFormat format : values()) {
      for (String ending : format.endings) {
        if (lower.endsWith(ending)) {
          return format;
        }
      }
    }
    return null;
  }

  /** Opens a file, each time that it is read. */
  public interface Source {
    InputStream open() throws IOException;
  }

  /**
   * The rows of a list.
   *
   * @param file its path, for messages
   * @param names by which an image's name is told from what else a line may hold
   */
  ListRows rows(String file, Source source, ImageNames names) {
    Text text = new Text(file, source);
    return switch (this) {
      case CSV -> new CsvRows(text, ',', names);
      case TSV -> new CsvRows(text, '\t', names);
      case JSON -> new JsonRows(text, names);
      case TEXT -> new TextRows(text, names);
    };
  }

  /** What a format reads. */
  public interface Reading<T> {
    public T read(BufferedReader in) throws IOException;
  }

  /** A file of UTF-8, with or without the mark that some programs put before it. */
  public record Text(String file, Source source) {
    public <T> T read(Reading<T> reading) throws IOException {
      try (BufferedReader in =
          new BufferedReader(
              new InputStreamReader(source.open(), StandardCharsets.UTF_8.newDecoder()))) {
        skipMark(in);
        return reading.read(in);
      } catch (CharacterCodingException e) {
        throw unusable("it is no UTF-8; save it as UTF-8", e);
      }
    }

    private static void skipMark(Reader in) throws IOException {
      in.mark(1);
      if (in.read() != BYTE_ORDER_MARK) {
        in.reset();
      }
    }

    public UserException unusable(String why) {
      return unusable(why, null);
    }

    public UserException unusable(String why, Throwable cause) {
      return new UserException("Cannot read list %s: %s".formatted(file, why), cause);
    }

    /** Of JSON that is none. */
    public UserException broken(JsonProcessingException e) {
      long line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      return unusable("line %d: %s".formatted(line, shown(e.getOriginalMessage())), e);
    }

    public UserException unusable(long line, String why) {
      return unusable("line %d: %s".formatted(line, why));
    }
  }

  /** A piece of a list as messages show it. */
  public static String shown(String text) {
    return Printable.of(String.valueOf(text), MAX_SHOWN);
  }
}
