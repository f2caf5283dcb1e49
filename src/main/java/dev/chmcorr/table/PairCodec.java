package dev.chmcorr.table;

import dev.chmcorr.domain.ComparedPair;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** How the pairs of one method are kept in the table of correspondences: its own columns there. */
public interface PairCodec {
  /** The columns, in order; all may be null, since a pair that failed has none of them. */
  StructType columns();

  /** A pair's values of {@link #columns()}, as Spark takes them. */
  List<Object> values(ComparedPair pair);

  /** Reads a pair from a row that has {@link #columns()} among others; none of them is null. */
  ComparedPair pair(Row row);
}
