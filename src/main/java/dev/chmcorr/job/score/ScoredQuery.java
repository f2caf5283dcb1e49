package dev.chmcorr.job.score;

import dev.chmcorr.chm.Candidate;
import dev.chmcorr.chm.Explanations;
import dev.chmcorr.chm.MaskScoring;
import dev.chmcorr.chm.Reranking;
import dev.chmcorr.chm.Scoring;
import dev.chmcorr.chm.Vote;
import dev.chmcorr.domain.ComparedPair;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.Query;
import dev.chmcorr.domain.QueryExplanation;
import dev.chmcorr.table.RankingRow;
import dev.chmcorr.table.ResultRow;
import dev.chmcorr.table.Setting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * One query's ranking and comparisons, scored.
 *
 * @param query the query
 * @param ranking all its neighbours, nearest first
 * @param reranking its compared candidates, best first; those whose image failed are left out
 */
public record ScoredQuery(Query query, List<ImageRef> ranking, Reranking reranking) {

  /**
   * Scores a query.
   *
   * @param neighbours its ranking, in any order
   * @param compared what was found for each candidate, by its rank
   */
  public static ScoredQuery of(
      Query query,
      List<RankingRow> neighbours,
      Map<Integer, ComparedPair> compared,
      Scoring scoring) {
    List<RankingRow> sorted = new ArrayList<>(neighbours);
    sorted.sort(Comparator.comparingInt(RankingRow::rank));
    List<ImageRef> ranking = new ArrayList<>(sorted.size());
    List<Candidate> candidates = new ArrayList<>(compared.size());
    for (RankingRow row : sorted) {
      ImageRef neighbour = row.neighbour();
      ranking.add(neighbour);
      ComparedPair pair = compared.get(row.rank());
      if (pair != null) {
        candidates.add(new Candidate(neighbour, row.rank(), pair));
      }
    }
    return new ScoredQuery(query, ranking, Reranking.of(scoring, candidates));
  }

  ResultRow result(Setting setting) {
    Vote vote = reranking.vote(setting.k());
    Vote knn = Vote.majority(ranking.stream().map(ImageRef::imageClass).toList(), setting.k());
    return new ResultRow(
        query.id(),
        query.path(),
        query.className(),
        vote.className(),
        vote.votes(),
        query.truth().judge(vote.className()),
        new ResultRow.Knn(knn.className(), knn.votes(), query.truth().judge(knn.className())),
        neighbours(),
        setting,
        maskCells());
  }

  private List<Double> maskCells() {
    return reranking.scoring() instanceof MaskScoring masked
        ? Arrays.stream(masked.mask()).boxed().toList()
        : null;
  }

  private List<ResultRow.RankedCandidate> neighbours() {
    List<ResultRow.RankedCandidate> neighbours = new ArrayList<>();
    for (Reranking.Scored scored : reranking.ordered()) {
      Candidate candidate = scored.candidate();
      neighbours.add(
          new ResultRow.RankedCandidate(
              neighbours.size() + 1,
              candidate.rank(),
              candidate.image().id(),
              candidate.image().path(),
              candidate.image().className(),
              scored.score()));
    }
    return neighbours;
  }

  QueryExplanation explanation(int k) {
    return Explanations.explain(query, ranking, reranking, k);
  }
}
