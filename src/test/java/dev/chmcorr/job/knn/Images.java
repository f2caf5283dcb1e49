package dev.chmcorr.job.knn;

import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.Split;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.run.LocalSpark;
import dev.chmcorr.table.EmbeddingRow;
import dev.chmcorr.table.RankingRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Both sets of images with embeddings that are made up, of three classes in turn. */
record Images(List<EmbeddingRow> gallery, List<EmbeddingRow> queries) {
  private static final int DIMENSION = 24;

  RankInput input(JobContext context, int partitions) {
    return RankInput.of(context, table(gallery, partitions), table(queries, partitions));
  }

  private static Dataset<Row> table(List<EmbeddingRow> images, int partitions) {
    List<Row> rows = images.stream().map(EmbeddingRow::toRow).toList();
    return LocalSpark.session().createDataFrame(rows, EmbeddingRow.SCHEMA).repartition(partitions);
  }

  /** The k nearest of each query, found by comparing everything. */
  List<RankingRow> fullScan(int k) {
    List<RankingRow> all = new ArrayList<>();
    for (EmbeddingRow query : queries) {
      List<EmbeddingRow> nearest =
          gallery.stream()
              .sorted(
                  Comparator.comparingDouble((EmbeddingRow g) -> -cosine(query, g))
                      .thenComparing(g -> g.image().id()))
              .limit(k)
              .toList();
      for (int i = 0; i < nearest.size(); i++) {
        all.add(
            RankingRow.of(
                query.image(), i + 1, nearest.get(i).image(), cosine(query, nearest.get(i))));
      }
    }
    return all;
  }

  /** Integers small enough that every order of summation gives the same bits. */
  private static double cosine(EmbeddingRow a, EmbeddingRow b) {
    double dot = 0;
    double normA = 0;
    double normB = 0;
    for (int i = 0; i < a.embedding().length; i++) {
      dot += a.embedding()[i] * b.embedding()[i];
      normA += a.embedding()[i] * a.embedding()[i];
      normB += b.embedding()[i] * b.embedding()[i];
    }
    return dot / (Math.sqrt(normA) * Math.sqrt(normB));
  }

  static Images random(int gallery, int queries) {
    Random random = new Random(1);
    Images images = new Images(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < gallery + queries; i++) {
      float[] vector = new float[DIMENSION];
      IntStream.range(0, DIMENSION).forEach(j -> vector[j] = random.nextInt(9) + 1);
      if (i < gallery) {
        images.gallery().add(embedded(Split.GALLERY, i, vector));
      } else {
        images.queries().add(embedded(Split.QUERY, i - gallery, vector));
      }
    }
    return images;
  }

  static EmbeddingRow embedded(Split split, int id, float[] vector) {
    return new EmbeddingRow(image(split, id), new EmbeddingRow.Content("00", 2, 2), vector, null);
  }

  static ImageRef image(Split split, int id) {
    return new ImageRef(id, "file:/" + split.text() + "/" + id + ".jpg", "class" + id % 3, id % 3);
  }
}
