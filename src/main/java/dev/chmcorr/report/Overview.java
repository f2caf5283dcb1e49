package dev.chmcorr.report;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * The file {@code RUN/overview}: what came out over all queries of a run in one setting. Classes
 * are indices into the list of the run; accuracies are over the known queries.
 *
 * @param queries in all
 * @param known those of them that have a result and whose right answer is known
 * @param knnCorrect of these, predicted right by kNN
 * @param chmCorrect of these, predicted right after re-ranking
 * @param byK the same for other numbers of votes
 * @param byN the same for fewer candidates
 * @param changed how much re-ranking changed in all
 * @param changes what re-ranking changed, most frequent first; not all where they are many
 * @param classes by class, in the order of classes
 * @param hubs gallery images that vote most, first those with most votes
 * @param stages where the time of the run went
 * @param errors images that failed, by reason
 * @param record what the run was made with
 */
@JsonPropertyOrder({
  "queries",
  "known",
  "knnCorrect",
  "chmCorrect",
  "byK",
  "byN",
  "changed",
  "changes",
  "classes",
  "hubs",
  "stages",
  "errors",
  "record"
})
public record Overview(
    long queries,
    long known,
    long knnCorrect,
    long chmCorrect,
    List<AtK> byK,
    List<AtN> byN,
    Changed changed,
    List<Change> changes,
    List<ClassCounts> classes,
    List<Hub> hubs,
    List<Stage> stages,
    List<Failures> errors,
    List<Line> record) {

  /** Key of a run's file. */
  public static String key(String run) {
    return run + "/overview";
  }

  /** With k votes; {@code chmCorrect} is null where there are fewer candidates than votes. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  @JsonPropertyOrder({"k", "knnCorrect", "chmCorrect"})
  public record AtK(int k, int knnCorrect, Integer chmCorrect) {}

  /** With the n nearest re-ranked. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  @JsonPropertyOrder({"n", "chmCorrect"})
  public record AtN(int n, int chmCorrect) {}

  /**
   * Queries whose prediction is another after re-ranking.
   *
   * @param rows how many {@link Change}s they make
   * @param mends those predicted right only after it
   * @param spoils those predicted right only before it
   * @param wrong those predicted wrong either way
   */
  @JsonPropertyOrder({"rows", "mends", "spoils", "wrong"})
  public record Changed(long rows, long mends, long spoils, long wrong) {}

  /** Queries of one class for which kNN and re-ranking predict these two, which differ. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  @JsonPropertyOrder({"className", "knn", "chm", "queries"})
  public record Change(int className, int knn, int chm, long queries) {}

  /** Known queries of one class. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  @JsonPropertyOrder({"className", "queries", "knnCorrect", "chmCorrect"})
  public record ClassCounts(int className, long queries, long knnCorrect, long chmCorrect) {}

  /** A gallery image and its votes; {@code wrong} are those in queries of other known classes. */
  @JsonPropertyOrder({"id", "name", "class", "image", "votes", "wrong"})
  public record Hub(
      int id,
      String name,
      @JsonProperty("class") int className,
      String image,
      long votes,
      long wrong) {}

  /** Something measured of a stage. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  @JsonPropertyOrder({"what", "value"})
  public record Stage(String what, Object value) {}

  /** Images that failed for one reason; path and message are those of one of them. */
  @JsonPropertyOrder({"reason", "count", "path", "message"})
  public record Failures(String reason, long count, String path, String message) {}

  /** A line of the run's record. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  @JsonPropertyOrder({"section", "key", "value"})
  public record Line(String section, String key, String value) {}
}
