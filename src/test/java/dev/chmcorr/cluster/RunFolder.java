package dev.chmcorr.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@link Birds#knn} and {@link Birds#rerank} with files per query wrote.
 *
 * @param path their {@code --out}, on this machine's disk
 */
record RunFolder(Path path) {
  private static final List<String> KNN = List.of("rankings", "errors");
  private static final List<String> CHM =
      List.of("queries", "rankings", "correspondences", "results", "errors");

  /** What belongs to a finished run; the second group is the file that a checksum belongs to. */
  private static final Pattern FINISHED =
      Pattern.compile("_run\\.json|_SUCCESS|part-[^/]*\\.parquet|[0-9]+\\.json|\\.(.+)\\.crc");

  /** The folder as a command line names it. */
  String uri() {
    return "file:" + path;
  }

  /** Asserts that the tables of knn are whole, alone, and those of another run. */
  void assertSameRankings(RunFolder other) throws IOException {
    assertSame(other, "knn", KNN);
    for (String root : List.of("train", "val")) {
      assertThat(Tables.rows(embeddings(root), ""))
          .as("embeddings of " + root)
          .isEqualTo(Tables.rows(other.embeddings(root), ""));
    }
    assertFinished("_embeddings");
  }

  /**
   * The table of embeddings of the images in train or val that knn ranked. The record names it as
   * the run did, perhaps on a storage whose files are this folder.
   */
  String embeddings(String root) throws IOException {
    String input = root.equals("train") ? "gallery_embeddings" : "query_embeddings";
    String table =
        new ObjectMapper()
            .readTree(path.resolve("knn/_run.json").toFile())
            .at("/inputs/" + input)
            .textValue();
    return path + table.substring(table.indexOf("/_embeddings/"));
  }

  /** Asserts that the tables and files of rerank are whole, alone, and those of another run. */
  void assertSameResults(RunFolder other) throws IOException {
    assertSame(other, "chm", CHM);
    assertThat(queryFiles()).isNotEmpty().isEqualTo(other.queryFiles());
  }

  private void assertSame(RunFolder other, String run, List<String> tables) throws IOException {
    for (String table : tables) {
      String name = "/" + run + "/" + table;
      assertThat(Tables.rows(path + name, ""))
          .as(name)
          .isEqualTo(Tables.rows(other.path + name, ""));
    }
    assertFinished(run);
  }

  /** Asserts that nothing lies in a run's folder but what belongs to a finished run. */
  void assertFinished(String run) throws IOException {
    try (Stream<Path> files = Files.walk(path.resolve(run))) {
      assertThat(files.filter(Files::isRegularFile)).allMatch(RunFolder::isFinished);
    }
  }

  private static boolean isFinished(Path file) {
    var name = FINISHED.matcher(file.getFileName().toString());
    return name.matches()
        && (name.group(1) == null || Files.exists(file.resolveSibling(name.group(1))));
  }

  private Map<String, String> queryFiles() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(path.resolve("chm/per-query/N6-K3-T0.55-published"))) {
      for (Path file : files.toList()) {
        contents.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return contents;
  }
}
