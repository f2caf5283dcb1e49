package dev.chmcorr.knn;

import dev.chmcorr.domain.Neighbour;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The k best neighbours seen so far, in the order of {@link Neighbour}. What it holds depends only
 * on what was offered, not on the order, nor on how the offers were spread over lists that were
 * then merged. Takes its {@link #bytes} from the start.
 */
public final class TopK {
  private final int[] ids;
  private final double[] similarities;
  private int size;

  public TopK(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("Invalid k: %d (must be 1 or more)".formatted(k));
    }
    ids = new int[k];
    similarities = new double[k];
  }

  /** Memory of a list. */
  public static long bytes(int k) {
    return (long) (Integer.BYTES + Double.BYTES) * k;
  }

  /** Takes the neighbour in if it is among the k best. */
  public void offer(int id, double similarity) {
    int place = place(id, similarity);
    if (place == ids.length) {
      return;
    }
    int moved = Math.min(size, ids.length - 1) - place;
    System.arraycopy(ids, place, ids, place + 1, moved);
    System.arraycopy(similarities, place, similarities, place + 1, moved);
    ids[place] = id;
    similarities[place] = similarity;
    size = Math.min(size + 1, ids.length);
  }

  /** How many neighbours held are better: most offers end at the first comparison. */
  private int place(int id, double similarity) {
    int place = size;
    while (place > 0 && better(id, similarity, place - 1)) {
      place--;
    }
    return place;
  }

  private boolean better(int id, double similarity, int place) {
    int bySimilarity = Double.compare(similarity, similarities[place]);
    return bySimilarity != 0 ? bySimilarity > 0 : id < ids[place];
  }

  /** Takes in all of another list; returns this list. */
  public TopK merge(TopK other) {
    for (int i = 0; i < other.size; i++) {
      offer(other.ids[i], other.similarities[i]);
    }
    return this;
  }

  /** The best, if there is any. */
  public Optional<Neighbour> nearest() {
    return size == 0 ? Optional.empty() : Optional.of(new Neighbour(ids[0], similarities[0]));
  }

  /** Best first; fewer than k if fewer were offered. */
  public List<Neighbour> neighbours() {
    return IntStream.range(0, size).mapToObj(i -> new Neighbour(ids[i], similarities[i])).toList();
  }
}
