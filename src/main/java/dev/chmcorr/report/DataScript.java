package dev.chmcorr.report;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Files of data as scripts: {@code chmcorr.add("KEY", VALUE);} in UTF-8, with a line break at the
 * end. The value is JSON in which nothing can end the script, begin markup or break a line of
 * JavaScript, whatever its texts hold.
 */
public final class DataScript {
  private static final ObjectMapper JSON = new ObjectMapper();

  static {
    JSON.getFactory().setCharacterEscapes(new Escapes());
  }

  private DataScript() {}

  /**
   * Writes a file of data; leaves the stream open.
   *
   * @param key path of the file below {@code data/}, without {@code .js}
   * @param value one of the records of this package
   */
  public static void write(OutputStream out, String key, Object value) throws IOException {
    Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    text.write("chmcorr.add(");
    // As a text, not to the writer: a mapper closes what it writes to.
    text.write(JSON.writeValueAsString(key));
    text.write(", ");
    text.write(JSON.writeValueAsString(value));
    text.write(");\n");
    text.flush();
  }

  /** Where a file of data lies below the site's folder. */
  public static String file(String key) {
    return "data/" + key + ".js";
  }

  /** Beside what JSON demands: what HTML or JavaScript would read, and halves of pairs. */
  private static final class Escapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final String MARKUP = "<>&";

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] codes = standardAsciiEscapesForJSON();
      MARKUP.chars().forEach(c -> codes[c] = ESCAPE_STANDARD);
      return codes;
    }

    /** UTF-8 has no surrogates: one that stands alone would be lost without an escape. */
    @Override
    public SerializableString getEscapeSequence(int c) {
      boolean breaksLines = c == 0x2028 || c == 0x2029;
      return breaksLines || Character.isSurrogate((char) c)
          ? new SerializedString("\\u%04x".formatted(c))
          : null;
    }
  }
}
