package dev.chmcorr.job.picture;

import dev.chmcorr.chm.Grid;
import dev.chmcorr.domain.QueryExplanation;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.picture.Figure;
import dev.chmcorr.picture.Figure.Neighbour;
import dev.chmcorr.picture.Figure.Part;
import dev.chmcorr.picture.Figure.Verdict;
import dev.chmcorr.picture.Tile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The figure of a query that the published program has explained. */
final class PickleFigure {
  /** The published program reports votes of so many nearest neighbours, whatever K is. */
  private static final int KNN_VOTERS = 20;

  private final QueryExplanation query;
  private final ImageFinder finder;
  private final TileReader tiles;
  private final TransformSet transform;
  private final double[] mask;

  PickleFigure(
      QueryExplanation query, ImageFinder finder, TileReader tiles, TransformSet transform) {
    this.query = query;
    this.finder = finder;
    this.tiles = tiles;
    this.transform = transform;
    this.mask = mask(query);
  }

  /** The cells that count in any pair, if they are a mask's; the file does not say so itself. */
  private static double[] mask(QueryExplanation query) {
    double[] mask = new double[Grid.POINTS];
    for (QueryExplanation.Pair pair : query.pairs()) {
      for (int cell = 0; cell < mask.length; cell++) {
        mask[cell] = pair.maskedCosines()[cell] != 0 ? 1 : mask[cell];
      }
    }
    long cells = IntStream.range(0, mask.length).filter(cell -> mask[cell] != 0).count();
    return Captions.isMasked(query) && cells == query.bestCells() ? mask : null;
  }

  Figure figure() {
    List<List<Part>> parts =
        query.pairs().stream().limit(Figure.NEIGHBOURS).map(this::parts).toList();
    return new Figure(
        new Figure.Subject(
            "Query " + query.id(),
            TileReader.shortName(query.path()),
            query.className() == null ? List.of() : List.of(query.className()),
            tile(query.path(), Split.QUERY, View.COMPARED),
            mask),
        reranked(),
        parts,
        nearest(),
        Captions.of(query, parts));
  }

  private enum View {
    COMPARED,
    EMBEDDED
  }

  private Tile tile(String path, Split split, View view) {
    return finder
        .find(path, split)
        .map(
            found ->
                tiles.read(
                    found, view == View.COMPARED ? transform.chm(split) : transform.knn(split)))
        .orElseGet(() -> tiles.missing(path, finder.notFound(split)));
  }

  private Figure.Row reranked() {
    List<Neighbour> neighbours = new ArrayList<>();
    for (String path : query.chmNeighboursOfClass().stream().limit(Figure.NEIGHBOURS).toList()) {
      // The file has the first K; those of the class beyond them did not vote.
      int rank = query.chmNeighbours().indexOf(path) + 1;
      neighbours.add(
          new Neighbour(
              tile(path, Split.GALLERY, View.COMPARED),
              rank > 0 ? "rank %d".formatted(rank) : "no vote",
              ""));
    }
    return new Figure.Row(
        Captions.method(Captions.isMasked(query)),
        Captions.RERANKED,
        prediction(query.chmPrediction(), query.chmVotes(), Math.min(query.k(), query.n())),
        tile(query.path(), Split.QUERY, View.COMPARED),
        neighbours);
  }

  private Figure.Row nearest() {
    List<Neighbour> neighbours = new ArrayList<>();
    for (String path : query.knnNeighboursOfClass().stream().limit(Figure.NEIGHBOURS).toList()) {
      int rank = query.knnNeighbours().indexOf(path) + 1;
      neighbours.add(
          new Neighbour(
              tile(path, Split.GALLERY, View.EMBEDDED),
              rank > 0 ? "rank %d".formatted(rank) : "beyond rank " + KNN_VOTERS,
              ""));
    }
    return new Figure.Row(
        Captions.KNN,
        Captions.NEAREST,
        prediction(query.knnPrediction(), query.knnVotes(), KNN_VOTERS),
        tile(query.path(), Split.QUERY, View.EMBEDDED),
        neighbours);
  }

  private Figure.Prediction prediction(String className, int votes, int voters) {
    Boolean correct = query.className() == null ? null : query.className().equals(className);
    return new Figure.Prediction(className, votes, voters, Verdict.of(correct));
  }

  private List<Part> parts(QueryExplanation.Pair pair) {
    double[] weighted = new double[Grid.POINTS];
    for (int cell = 0; cell < weighted.length; cell++) {
      weighted[cell] = pair.maskedCosines()[cell];
    }
    return Parts.of(
        weighted, query.bestCells(), p -> pair.cells()[p][0] * Grid.SIDE + pair.cells()[p][1]);
  }
}
