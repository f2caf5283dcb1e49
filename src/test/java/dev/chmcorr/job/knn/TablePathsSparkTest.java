package dev.chmcorr.job.knn;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.job.run.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any program opens the paths in tables as they are. */
class TablePathsSparkTest {
  private static final List<String> NAMES = List.of("100 %.png", "#1?a=b&c.png", "ü 日本:x.png");

  @TempDir private Path folder;
  private final LocalSpark spark = new LocalSpark();
  private KnnTrial trial;

  @BeforeEach
  void draw() throws IOException {
    trial = new KnnTrial(folder);
    for (int i = 0; i < NAMES.size(); i++) {
      trial.draw("train/c %41/" + NAMES.get(i), i);
      trial.draw("val/c %41/" + NAMES.get(i), 5 + i);
    }
    Files.writeString(folder.resolve("val/c %41/broken #2.png"), "no image");
  }

  @Test
  void pathsOfLocalFilesAreTheFiles() throws IOException {
    trial.knn(spark.context(), "run");

    assertThat(paths(trial.table("run/rankings"), "query_path"))
        .containsExactlyInAnyOrderElementsOf(files("val"));
    assertThat(paths(trial.table("run/rankings"), "gallery_path"))
        .containsExactlyInAnyOrderElementsOf(files("train"));
    assertThat(paths(trial.table("run/errors"), "path"))
        .containsExactly(folder + "/val/c %41/broken #2.png");
    String embeddings = trial.record("run").at("/inputs/gallery_embeddings").textValue();
    assertThat(paths(LocalSpark.session().read().parquet(embeddings), "path"))
        .containsExactlyInAnyOrderElementsOf(files("train"));
  }

  @Test
  void embeddingsWithSchemesInTheirPathsAreUsedAgain() throws IOException {
    trial.knn(spark.context(), "run");
    List<Row> ranked = trial.table("run/rankings").collectAsList();
    String embeddings = trial.record("run").at("/inputs/gallery_embeddings").textValue();
    withSchemes(Path.of(embeddings.substring("file:".length())));
    LocalSpark again = new LocalSpark();

    trial.knn(again.context(), "other");

    assertThat(again.progress()).contains("embed: 3 gallery images, 3 of them already embedded");
    assertThat(trial.table("other/rankings").collectAsList())
        .containsExactlyInAnyOrderElementsOf(ranked);
  }

  /** Makes a table what earlier versions wrote. */
  private void withSchemes(Path table) throws IOException {
    Path then = folder.resolve("then");
    LocalSpark.session()
        .read()
        .parquet(table.toString())
        .withColumn("path", concat(lit("file:"), col("path")))
        .write()
        .parquet(then.toString());
    PathUtils.deleteDirectory(table);
    Files.move(then, table);
  }

  private List<String> files(String root) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(root).resolve("c %41"))) {
      return files
          .filter(file -> NAMES.contains(file.getFileName().toString()))
          .map(Path::toString)
          .toList();
    }
  }

  private static List<String> paths(Dataset<Row> rows, String column) {
    return rows.select(column).distinct().as(Encoders.STRING()).collectAsList();
  }
}
