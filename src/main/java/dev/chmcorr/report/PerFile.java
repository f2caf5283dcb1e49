package dev.chmcorr.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.io.Serializable;

/**
 * How many queries a file holds; of each kind, query number p, in the order of ids, is in file p /
 * number.
 *
 * @param queries of the columns that the gallery of queries reads
 * @param details of what the page of one query reads
 */
@JsonPropertyOrder({"queries", "details"})
public record PerFile(int queries, int details) implements Serializable {
  /** About a megabyte of columns, half a megabyte of details. */
  public static final PerFile DEFAULT = new PerFile(5000, 8);

  public PerFile {
    if (queries < 1 || details < 1) {
      throw new IllegalArgumentException(
          "Invalid numbers of queries per file: %d, %d (must be 1 or more)"
              .formatted(queries, details));
    }
  }
}
