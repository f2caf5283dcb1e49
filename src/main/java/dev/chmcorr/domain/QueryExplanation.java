package dev.chmcorr.domain;

import java.util.List;

/**
 * What the published program writes for one query (Taesiri et al. 2022), whatever the file format.
 *
 * @param id query id
 * @param path path of the query image
 * @param className class of the query; null if unknown
 * @param k votes
 * @param n candidates re-ranked
 * @param knnPrediction majority class of the first k nearest neighbours
 * @param knnVotes votes of the majority class among the first 20, whatever k is
 * @param knnNeighboursOfClass paths among the ranking that belong to the predicted class, first k
 * @param knnNeighbours paths of the first 20 nearest neighbours, whatever k is
 * @param chmPrediction majority class of the first k re-ranked candidates
 * @param chmVotes its votes
 * @param chmNeighboursOfClass paths among all re-ranked candidates that belong to the predicted
 *     class, first k
 * @param chmNeighbours paths of the first k re-ranked candidates
 * @param pairs one per entry of chmNeighboursOfClass, same order
 * @param bestCells how many cells each pair shows: 5, or as many as the mask has
 */
public record QueryExplanation(
    int id,
    String path,
    String className,
    int k,
    int n,
    String knnPrediction,
    int knnVotes,
    List<String> knnNeighboursOfClass,
    List<String> knnNeighbours,
    String chmPrediction,
    int chmVotes,
    List<String> chmNeighboursOfClass,
    List<String> chmNeighbours,
    List<Pair> pairs,
    int bestCells) {
  /**
   * One pair (query, neighbour).
   *
   * @param cells [49][2]: transferred cell (X, Y) of each grid point, each in 0..6
   * @param maskedCosines [7][7] row-major: similarity map times kept cells, or times the mask
   * @param sourceKeypoints [bestCells][2]: grid points (x, y) in pixels of the 240 x 240 query
   * @param targetKeypoints [bestCells][2]: transferred points (x, y) in pixels of the candidate
   * @param transferredPoints [2][49]: x row, then y row, in [-1, 1]
   */
  public record Pair(
      int[][] cells,
      float[] maskedCosines,
      double[][] sourceKeypoints,
      int[][] targetKeypoints,
      float[][] transferredPoints) {}
}
