package dev.chmcorr.table;

import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.Texts;
import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * How pairs were scored and voted on: what tells apart the results that one folder holds.
 *
 * @param name of the setting, one for each of a folder; given as null, it is made of the values, as
 *     {@code N50-K20-T0.55-published}
 * @param n candidates re-ranked per query
 * @param k votes
 * @param t attention threshold in [0, 1]
 * @param axes which similarity map
 * @param mask SHA-256 of the file of masks, hexadecimal; null if attention weighs the cells
 */
public record Setting(String name, int n, int k, double t, Axes axes, String mask)
    implements Serializable {
  private static final int DIGITS_OF_A_MASK = 8;

  public Setting {
    if (name == null) {
      name = "N%d-K%d-T%s-%s".formatted(n, k, t, text(axes));
      name += mask == null ? "" : "-mask-" + mask.substring(0, DIGITS_OF_A_MASK);
    }
  }

  /** The setting of a row of {@link Schemas#RESULTS}. */
  public static Setting fromRow(Row row) {
    return new Setting(
        Codec.text(row, "setting"),
        Codec.integer(row, "n"),
        Codec.integer(row, "k"),
        row.getDouble(row.fieldIndex("t")),
        Axes.valueOf(Codec.text(row, "axes").toUpperCase(Locale.ROOT)),
        Codec.text(row, "mask"));
  }

  /** Values of the columns that a table has for the settings of its rows, from its name on. */
  List<Object> values() {
    return Arrays.asList(name, n, k, t, text(axes), weighting(), mask);
  }

  /** Its values by the names of their columns, for {@code _run.json}. */
  public Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("n", n);
    summary.put("k", k);
    summary.put("t", t);
    summary.put("axes", text(axes));
    summary.put("weighting", weighting());
    if (mask != null) {
      summary.put("mask", mask);
    }
    return summary;
  }

  /** What weighs the cells: attention, or a mask. */
  private String weighting() {
    return mask == null ? "attention" : "mask";
  }

  private static String text(Axes axes) {
    return Texts.lowerCase(axes);
  }
}
