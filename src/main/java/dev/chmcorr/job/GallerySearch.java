package dev.chmcorr.job;

import dev.chmcorr.domain.Neighbour;
import dev.chmcorr.knn.BlockSearch;
import dev.chmcorr.knn.PlainBlockProduct;
import dev.chmcorr.knn.VectorBlock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Finds, in one partition of the gallery, the k nearest of every query. */
final class GallerySearch implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;
  private static final int BLOCK_ROWS = 512;

  /** One row per query: ids and similarities of its nearest in this partition, best first. */
  static final StructType PARTIAL =
      new StructType()
          .add("query_id", DataTypes.IntegerType, false)
          .add("ids", DataTypes.createArrayType(DataTypes.IntegerType, false), false)
          .add("similarities", DataTypes.createArrayType(DataTypes.DoubleType, false), false);

  private final Broadcast<VectorBlock> queries;
  private final int k;

  GallerySearch(Broadcast<VectorBlock> queries, int k) {
    this.queries = queries;
    this.k = k;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    if (!rows.hasNext()) {
      return rows;
    }
    try (BlockSearch search = new BlockSearch(queries.value(), k, new PlainBlockProduct())) {
      List<Row> block = new ArrayList<>(BLOCK_ROWS);
      while (rows.hasNext()) {
        block.add(rows.next());
        if (block.size() == BLOCK_ROWS || !rows.hasNext()) {
          search.add(block(block));
          block.clear();
        }
      }
      return IntStream.range(0, queries.value().size())
          .mapToObj(i -> row(queries.value().id(i), search.nearest().get(i).neighbours()))
          .iterator();
    }
  }

  private static Row row(int query, List<Neighbour> nearest) {
    return RowFactory.create(
        query,
        nearest.stream().map(Neighbour::galleryId).toArray(Integer[]::new),
        nearest.stream().map(Neighbour::similarity).toArray(Double[]::new));
  }

  /** Rows (image id, embedding) as vectors. */
  static VectorBlock block(List<Row> rows) {
    int[] ids = new int[rows.size()];
    float[][] vectors = new float[rows.size()][];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = rows.get(i).getInt(0);
      List<Float> values = rows.get(i).getList(1);
      vectors[i] = new float[values.size()];
      int j = 0;
      for (float value : values) {
        vectors[i][j++] = value;
      }
    }
    return VectorBlock.of(ids, vectors);
  }
}
