package dev.chmcorr.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A file {@code RUN/queries-F}: consecutive queries as columns, for lists of many.
 *
 * @param id of each query
 * @param name its path below the folder of its set
 * @param className its class, -1 if unknown
 * @param knn class that kNN predicts, -1 without a result
 * @param knnVotes its votes
 * @param chm class predicted after re-ranking, -1 without a result
 * @param chmVotes its votes
 * @param image its picture, empty if there is none
 */
@JsonPropertyOrder({"id", "name", "class", "knn", "knnVotes", "chm", "chmVotes", "image"})
public record QueryColumns(
    List<Integer> id,
    List<String> name,
    @JsonProperty("class") List<Integer> className,
    List<Integer> knn,
    List<Integer> knnVotes,
    List<Integer> chm,
    List<Integer> chmVotes,
    List<String> image) {

  /** A query: its values in the columns of the same names. */
  public record Line(
      int id,
      String name,
      int className,
      int knn,
      int knnVotes,
      int chm,
      int chmVotes,
      String image) {}

  /** Columns of queries, in their order. */
  public static QueryColumns of(List<Line> lines) {
    QueryColumns columns =
        new QueryColumns(
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    lines.forEach(columns::add);
    return columns;
  }

  private void add(Line line) {
    id.add(line.id());
    name.add(line.name());
    className.add(line.className());
    knn.add(line.knn());
    knnVotes.add(line.knnVotes());
    chm.add(line.chm());
    chmVotes.add(line.chmVotes());
    image.add(line.image());
  }

  /** Key of a run's file of this number. */
  public static String key(String run, int file) {
    return run + "/queries-" + file;
  }
}
