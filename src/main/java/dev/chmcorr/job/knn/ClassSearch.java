package dev.chmcorr.job.knn;

import dev.chmcorr.domain.Neighbour;
import dev.chmcorr.job.run.FlatIterator;
import dev.chmcorr.job.run.StageMeter;
import dev.chmcorr.knn.ApproximateFilter;
import dev.chmcorr.knn.Thresholds;
import dev.chmcorr.knn.TopK;
import dev.chmcorr.knn.VectorBlock;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;
import scala.Tuple2;
import scala.Tuple3;

/**
 * Finds, in a partition of the gallery, the nearest images of each class for every query. The
 * partition has all of each of its classes, one class behind the other: label, image id, embedding.
 * Gives a row of {@link GallerySearch#PARTIAL} for each query and class, without classes that are
 * known not to be among the query's best. Holds one class's neighbours at a time.
 */
final class ClassSearch implements MapPartitionsFunction<Tuple3<Integer, Integer, float[]>, Row> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<VectorBlock> queries;
  private final PerClass wanted;
  private final GallerySearch.ProductSource source;
  private final GallerySearch search;

  /**
   * @param wanted no more images and classes than the gallery has: each takes memory
   */
  ClassSearch(
      Broadcast<VectorBlock> queries,
      PerClass wanted,
      GallerySearch.ProductSource source,
      StageMeter meter) {
    this.queries = queries;
    this.wanted = wanted;
    this.source = source;
    this.search = new GallerySearch(queries, wanted.images(), source, meter);
  }

  @Override
  public Iterator<Row> call(Iterator<Tuple3<Integer, Integer, float[]>> rows) {
    if (!rows.hasNext()) {
      return List.<Row>of().iterator();
    }
    // Queries are laid out for the product as long as some filter of them is open.
    ApproximateFilter open = source.product().filter(queries.value());
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> open.close());
    Thresholds best =
        wanted.isOfAll() ? null : new Thresholds(queries.value().size(), wanted.classes());
    return new FlatIterator<>(new Classes(rows), classes -> found(classes.next(), best));
  }

  /**
   * What is found in a class.
   *
   * @param best what the nearest image of a class must reach to be one of the best; null if all are
   */
  private Iterator<Row> found(Iterator<Tuple2<Integer, float[]>> images, Thresholds best) {
    VectorBlock block = queries.value();
    List<TopK> nearest = search.nearest(images, new Thresholds(block.size(), wanted.images()));
    // One row at a time: each number of it is an object.
    return IntStream.range(0, block.size())
        .filter(query -> isAmong(best, query, nearest.get(query)))
        .mapToObj(query -> GallerySearch.row(block.id(query), nearest.get(query).neighbours()))
        .iterator();
  }

  private static boolean isAmong(Thresholds best, int query, TopK ofClass) {
    // Empty where all images of the class have the query's content.
    Optional<Neighbour> nearest = ofClass.nearest();
    if (best == null || nearest.isEmpty()) {
      return nearest.isPresent();
    }
    best.raise(query, nearest.get().galleryId(), nearest.get().similarity());
    return nearest.get().similarity() >= best.of(query);
  }

  /** One class after the other; each is to be gone through before the next is asked for. */
  private static final class Classes implements Iterator<Iterator<Tuple2<Integer, float[]>>> {
    private final Iterator<Tuple3<Integer, Integer, float[]>> rows;
    private Tuple3<Integer, Integer, float[]> next;

    Classes(Iterator<Tuple3<Integer, Integer, float[]>> rows) {
      this.rows = rows;
      advance();
    }

    private void advance() {
      next = rows.hasNext() ? rows.next() : null;
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Iterator<Tuple2<Integer, float[]>> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return new OfClass(next._1());
    }

    private final class OfClass implements Iterator<Tuple2<Integer, float[]>> {
      private final int label;

      OfClass(int label) {
        this.label = label;
      }

      @Override
      public boolean hasNext() {
        return next != null && next._1() == label;
      }

      @Override
      public Tuple2<Integer, float[]> next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        Tuple2<Integer, float[]> image = new Tuple2<>(next._2(), next._3());
        advance();
        return image;
      }
    }
  }
}
