package dev.chmcorr.job.method.emd;

import static dev.chmcorr.table.TableColumn.numbers;

import dev.chmcorr.domain.ComparedPair;
import dev.chmcorr.table.PairCodec;
import dev.chmcorr.table.TableColumn;
import java.util.List;

/** The columns of EMD-Corr's pairs, 49 numbers each. */
final class TransportCodec implements PairCodec {
  static final TransportCodec INSTANCE = new TransportCodec();

  private static final String CELL = "0 to 48, row-major";
  private static final String MOST = "most first";
  private static final String CELLS = "7 x 7, row-major";

  private static final List<TableColumn> COLUMNS =
      List.of(
          numbers("flow_query", CELL, "query's cells of 49 pairs of cells, most flow first"),
          numbers("flow_candidate", CELL, "the candidate's cells of these pairs; null if failed"),
          numbers("flow", MOST, "attention that flows there; in all nearly 1; null likewise"),
          numbers("flow_cosine", MOST, "cosine of the two cells; null likewise"),
          numbers("cell_candidate", CELLS, "cell to which most of a query's cell flows, 0 to 48"),
          numbers("cell_flow", CELLS, "how much flows there; null likewise"),
          numbers("cell_cosine", CELLS, "cosine of the two cells; null likewise"),
          numbers("attention", CELLS, "of the query's cells; null likewise"));

  private TransportCodec() {}

  @Override
  public List<TableColumn> contract() {
    return COLUMNS;
  }

  @Override
  public float[][] values(ComparedPair pair) {
    TransportPair found = (TransportPair) pair;
    return new float[][] {
      found.flowQuery(),
      found.flowCandidate(),
      found.flow(),
      found.flowCosine(),
      found.cellCandidate(),
      found.cellFlow(),
      found.cellCosine(),
      found.attention()
    };
  }

  @Override
  public TransportPair pair(float[][] values) {
    return new TransportPair(
        values[0], values[1], values[2], values[3], values[4], values[5], values[6], values[7]);
  }
}
