package dev.chmcorr.job.method.patches;

import static dev.chmcorr.table.TableColumn.numbers;

import dev.chmcorr.domain.ComparedPair;
import dev.chmcorr.table.PairCodec;
import dev.chmcorr.table.TableColumn;
import java.util.List;

/** The columns of pairs of nearest cells: as many numbers as the query's map has cells. */
final class PatchCodec implements PairCodec {
  static final PatchCodec INSTANCE = new PatchCodec();

  private static final String CELLS = "h x w, row-major";

  private static final List<TableColumn> COLUMNS =
      List.of(
          numbers(
              "grid", "cells", "h, w of the query's map, h, w of the candidate's; null if failed"),
          numbers("nearest", CELLS, "most similar cell of the candidate, from 0; null likewise"),
          numbers("cosine", CELLS, "of the two; null likewise"),
          numbers("counts", CELLS, "1 if the cell counts, else 0 (--patches-match); null likewise"),
          numbers("attention", CELLS, "of the query's cells; null likewise"));

  private PatchCodec() {}

  @Override
  public List<TableColumn> contract() {
    return COLUMNS;
  }

  @Override
  public float[][] values(ComparedPair pair) {
    PatchPair found = (PatchPair) pair;
    return new float[][] {
      found.grid(), found.nearest(), found.cosine(), found.counts(), found.ownAttention()
    };
  }

  @Override
  public PatchPair pair(float[][] values) {
    return new PatchPair(values[0], values[1], values[2], values[3], values[4]);
  }
}
