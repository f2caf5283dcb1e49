package dev.chmcorr.job.picture;

import dev.chmcorr.chm.Grid;
import dev.chmcorr.chm.MaskScoring;
import dev.chmcorr.chm.Reranking;
import dev.chmcorr.chm.Vote;
import dev.chmcorr.domain.ComparedPair;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.Link;
import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.job.method.ComparisonMethod;
import dev.chmcorr.job.method.ComparisonMethods;
import dev.chmcorr.job.score.ScoredQuery;
import dev.chmcorr.picture.Figure;
import dev.chmcorr.picture.Figure.Neighbour;
import dev.chmcorr.picture.Figure.Part;
import dev.chmcorr.picture.Figure.Verdict;
import dev.chmcorr.table.RankingRow;
import dev.chmcorr.table.Setting;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figure of a query that a run has scored. */
final class RunFigure {
  private final ScoredQuery scored;
  private final List<RankingRow> ranking;
  private final Look look;
  private final Setting setting;
  private final TransformSet transform;
  private final TileReader tiles;

  /**
   * @param ranking of the query, nearest first
   */
  RunFigure(ScoredQuery scored, List<RankingRow> ranking, Look look, TileReader tiles) {
    this.scored = scored;
    this.ranking = ranking;
    this.look = look;
    this.setting = look.setting();
    this.transform = look.transform();
    this.tiles = tiles;
  }

  /**
   * How a run made its results.
   *
   * @param setting in which it scored
   * @param transform how it cropped images
   * @param methodName of the method that compared its pairs
   */
  record Look(Setting setting, TransformSet transform, String methodName) implements Serializable {
    ComparisonMethod method() {
      return ComparisonMethods.named(methodName);
    }
  }

  Figure figure() {
    Vote vote = scored.reranking().vote(setting.k());
    List<Reranking.Scored> shown = scored.reranking().ofClass(vote.className(), Figure.NEIGHBOURS);
    List<List<Part>> parts = shown.stream().map(this::parts).toList();
    return new Figure(
        subject(),
        reranked(vote, shown),
        parts,
        nearest(),
        Captions.of(look, scored.reranking().scoring().bestCells(), parts));
  }

  private Figure.Subject subject() {
    return new Figure.Subject(
        "Query " + scored.query().id(),
        scored.query().name(),
        scored.query().truth().classes(),
        tiles.read(scored.query().path(), transform.chm(Split.QUERY)),
        scored.reranking().scoring() instanceof MaskScoring masked ? masked.mask() : null);
  }

  private Figure.Row reranked(Vote vote, List<Reranking.Scored> shown) {
    List<Neighbour> neighbours = new ArrayList<>();
    for (Reranking.Scored neighbour : shown) {
      int rank = scored.reranking().ordered().indexOf(neighbour) + 1;
      String from = "kNN rank %d".formatted(neighbour.candidate().rank());
      neighbours.add(
          new Neighbour(
              tiles.read(neighbour.candidate().image().path(), transform.chm(Split.GALLERY)),
              String.format(Locale.ROOT, "rank %d, score %.3f", rank, neighbour.score()),
              rank <= setting.k() ? from : from + ", no vote"));
    }
    return new Figure.Row(
        Captions.method(look.method().title(), setting.mask() != null),
        Captions.RERANKED,
        prediction(vote, scored.reranking().ordered().size()),
        tiles.read(scored.query().path(), transform.chm(Split.QUERY)),
        neighbours);
  }

  private Figure.Row nearest() {
    Vote vote =
        Vote.majority(scored.ranking().stream().map(ImageRef::imageClass).toList(), setting.k());
    List<Neighbour> neighbours =
        ranking.stream()
            .filter(row -> row.galleryClass().equals(vote.className()))
            .limit(Figure.NEIGHBOURS)
            .map(this::near)
            .toList();
    return new Figure.Row(
        Captions.KNN,
        Captions.NEAREST,
        prediction(vote, ranking.size()),
        tiles.read(scored.query().path(), transform.knn(Split.QUERY)),
        neighbours);
  }

  private Neighbour near(RankingRow row) {
    String label =
        row.similarity() == null
            ? "rank %d".formatted(row.rank())
            : String.format(Locale.ROOT, "rank %d, cosine %.3f", row.rank(), row.similarity());
    return new Neighbour(
        tiles.read(row.galleryPath(), transform.knn(Split.GALLERY)),
        label,
        row.rank() <= setting.k() ? "" : "no vote");
  }

  private Figure.Prediction prediction(Vote vote, int candidates) {
    return new Figure.Prediction(
        vote.className(),
        vote.votes(),
        Math.min(setting.k(), candidates),
        Verdict.of(scored.query().truth().judge(vote.className())));
  }

  private List<Part> parts(Reranking.Scored neighbour) {
    ComparedPair pair = neighbour.candidate().pair();
    int count = scored.reranking().scoring().bestCells();
    List<Link> links = setting.mask() == null ? pair.links(count) : List.of();
    if (!links.isEmpty()) {
      return Parts.of(links);
    }
    return Parts.of(
        neighbour.weighted(),
        count,
        p -> Grid.cell(pair.pointsX()[p]) * Grid.SIDE + Grid.cell(pair.pointsY()[p]));
  }
}
