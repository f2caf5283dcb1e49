package dev.chmcorr.report;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * A file {@code RUN/details-F}: all that the pages of some consecutive queries show.
 *
 * @param queries in the order of their ids
 */
public record QueryDetails(List<Details> queries) {
  /**
   * A query.
   *
   * @param id of it
   * @param name its path below the folder of its set
   * @param path where its image was read
   * @param className its class, -1 if unknown
   * @param image its picture, empty if there is none
   * @param mask weights of its cells, 49 row-major; null if attention weighed them
   * @param ranking nearest first
   * @param classes the nearest of its nearest classes and of its own, one class behind the other;
   *     empty where a run has none
   * @param pairs base64 of what {@link PairBlock#encode} gives for each compared neighbour, one
   *     behind the other
   */
  @JsonPropertyOrder({
    "id", "name", "path", "class", "image", "mask", "ranking", "classes", "pairs"
  })
  public record Details(
      int id,
      String name,
      String path,
      @JsonProperty("class") int className,
      String image,
      List<Double> mask,
      List<Ranked> ranking,
      List<OfClass> classes,
      String pairs) {}

  /**
   * A neighbour.
   *
   * @param id of the gallery image
   * @param name its path below the folder of its set
   * @param className its class
   * @param image its picture, empty if there is none
   * @param similarity cosine of the embeddings, or null if unknown
   * @param pair number of its block in {@link Details#pairs}, -1 if it was not compared
   */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  @JsonPropertyOrder({"id", "name", "className", "image", "similarity", "pair"})
  public record Ranked(
      int id, String name, int className, String image, Double similarity, int pair) {}

  /**
   * One of the nearest of a class.
   *
   * @param rank its place in its class, 1 = nearest; all else as of a neighbour
   */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  @JsonPropertyOrder({"id", "name", "className", "image", "similarity", "pair", "rank"})
  public record OfClass(
      int id, String name, int className, String image, Double similarity, int pair, int rank) {}

  /** Key of a run's file of this number. */
  public static String key(String run, int file) {
    return run + "/details-" + file;
  }
}
