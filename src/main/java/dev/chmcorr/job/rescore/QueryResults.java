package dev.chmcorr.job.rescore;

import dev.chmcorr.chm.Vote;
import dev.chmcorr.domain.ImageClass;
import dev.chmcorr.domain.Query;
import dev.chmcorr.table.RankingRow;
import dev.chmcorr.table.ResultRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One query as the table {@code results} has it, in many settings.
 *
 * @param query the query
 * @param ranking its neighbours, nearest first
 * @param votes of it
 */
record QueryResults(Query query, List<RankingRow> ranking, QueryVotes votes) {
  static QueryResults of(
      Query query,
      TreeMap<Integer, RankingRow> ranking,
      Map<Integer, double[]> scores,
      TreeSet<Integer> ks) {
    TreeMap<Integer, ImageClass> classes = new TreeMap<>();
    ranking.forEach((rank, row) -> classes.put(rank, row.neighbour().imageClass()));
    return new QueryResults(
        query, new ArrayList<>(ranking.values()), new QueryVotes(classes, scores, ks));
  }

  /**
   * Its row in a setting; null if none of its candidates there was compared.
   *
   * @param masks of the query
   */
  ResultRow in(GridSetting setting, List<double[]> masks) {
    Vote vote = votes.reranked(setting);
    if (vote == null) {
      return null;
    }
    Vote knn = votes.knn(setting.setting().k());
    return new ResultRow(
        query.id(),
        query.path(),
        query.className(),
        vote.className(),
        vote.votes(),
        query.truth().judge(vote.className()),
        new ResultRow.Knn(knn.className(), knn.votes(), query.truth().judge(knn.className())),
        neighbours(setting),
        setting.setting(),
        setting.mask() < 0 ? null : Arrays.stream(masks.get(setting.mask())).boxed().toList());
  }

  private List<ResultRow.RankedCandidate> neighbours(GridSetting setting) {
    List<ResultRow.RankedCandidate> neighbours = new ArrayList<>();
    for (int place : votes.ordered(setting.score())) {
      if (votes.rank(place) <= setting.setting().n()) {
        RankingRow row = ranking.get(place);
        neighbours.add(
            new ResultRow.RankedCandidate(
                neighbours.size() + 1,
                row.rank(),
                row.galleryId(),
                row.galleryPath(),
                row.galleryClass(),
                votes.score(place, setting.score())));
      }
    }
    return neighbours;
  }
}
