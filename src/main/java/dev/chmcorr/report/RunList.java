package dev.chmcorr.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * The file {@code runs}: what a site shows.
 *
 * @param version of the form of all files of data
 * @param program its version
 * @param made when, as ISO 8601 has it
 * @param runs in the order of the command line
 */
@JsonPropertyOrder({"version", "program", "made", "runs"})
public record RunList(int version, String program, String made, List<Run> runs) {
  /** Key of the file. */
  public static final String KEY = "runs";

  /** The form that this package writes. */
  public static final int VERSION = 1;

  /**
   * A run in one of its settings.
   *
   * @param key first part of the keys of its files
   * @param name as people know it
   * @param folder where its tables are
   * @param setting how its pairs were scored
   * @param classes names, in the order of the labels; those of queries alone come last
   * @param queries that the site has pages of
   * @param perFile how many of them a file holds
   */
  @JsonPropertyOrder({"key", "name", "folder", "setting", "classes", "queries", "perFile"})
  public record Run(
      String key,
      String name,
      String folder,
      Scored setting,
      List<String> classes,
      int queries,
      PerFile perFile) {}

  /**
   * A setting.
   *
   * @param name of it
   * @param n candidates re-ranked
   * @param k votes
   * @param t attention threshold
   * @param axes {@code published} or {@code aligned}
   * @param masked whether masks weighed the cells, not attention
   * @param method what people call the method that compared the pairs; null means CHM-Corr
   * @param fixed names of settings here that mean nothing to it; null means none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonPropertyOrder({"name", "n", "k", "t", "axes", "masked", "method", "fixed"})
  public record Scored(
      String name,
      int n,
      int k,
      double t,
      String axes,
      boolean masked,
      String method,
      List<String> fixed) {
    /** By CHM-Corr. */
    public Scored(String name, int n, int k, double t, String axes, boolean masked) {
      this(name, n, k, t, axes, masked, null, null);
    }
  }
}
