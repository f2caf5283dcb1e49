package dev.chmcorr.job.score;

import dev.chmcorr.chm.Candidate;
import dev.chmcorr.chm.Explanations;
import dev.chmcorr.chm.Reranking;
import dev.chmcorr.chm.Scoring;
import dev.chmcorr.chm.Vote;
import dev.chmcorr.domain.GroundTruth;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.Query;
import dev.chmcorr.domain.QueryExplanation;
import dev.chmcorr.table.CorrespondenceRow;
import dev.chmcorr.table.RankingRow;
import dev.chmcorr.table.ResultRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One query's ranking and comparisons, scored.
 *
 * @param query the query
 * @param ranking all its neighbours, nearest first
 * @param reranking its compared candidates, best first; those whose image failed are left out
 */
record ScoredQuery(Query query, List<ImageRef> ranking, Reranking reranking) {

  /** Scores a query, or gives null if none of its candidates could be compared. */
  static ScoredQuery of(
      List<RankingRow> neighbours, List<CorrespondenceRow> pairs, Scoring scoring) {
    List<RankingRow> sorted = new ArrayList<>(neighbours);
    sorted.sort(Comparator.comparingInt(RankingRow::rank));
    Map<Integer, ImageRef> byRank = new HashMap<>();
    List<ImageRef> ranking = new ArrayList<>(sorted.size());
    for (RankingRow row : sorted) {
      ImageRef neighbour = row.neighbour();
      ranking.add(neighbour);
      byRank.put(row.rank(), neighbour);
    }
    List<Candidate> candidates = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    for (CorrespondenceRow pair : pairs) {
      // A rank counts once, should two runs ever have written to the table at once.
      if (pair.correspondence() != null && seen.add(pair.rank())) {
        candidates.add(new Candidate(byRank.get(pair.rank()), pair.rank(), pair.correspondence()));
      }
    }
    if (candidates.isEmpty()) {
      return null;
    }
    RankingRow any = sorted.get(0);
    Query query =
        new Query(
            any.queryId(),
            any.queryPath(),
            any.queryPath(),
            any.queryClass(),
            GroundTruth.of(any.queryClass()));
    return new ScoredQuery(query, ranking, Reranking.of(scoring, candidates));
  }

  ResultRow result(ResultRow.Parameters parameters) {
    int k = parameters.k();
    Vote vote = reranking.vote(k);
    Vote knn = Vote.majority(ranking.stream().map(ImageRef::imageClass).toList(), k);
    return new ResultRow(
        query.id(),
        query.path(),
        query.className(),
        vote.className(),
        vote.votes(),
        query.truth().judge(vote.className()),
        new ResultRow.Knn(knn.className(), knn.votes(), query.truth().judge(knn.className())),
        neighbours(),
        parameters);
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
