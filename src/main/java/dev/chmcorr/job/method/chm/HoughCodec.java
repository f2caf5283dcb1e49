package dev.chmcorr.job.method.chm;

import dev.chmcorr.domain.ComparedPair;
import dev.chmcorr.domain.Correspondence;
import dev.chmcorr.table.Codec;
import dev.chmcorr.table.PairCodec;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns of Hough matching's pairs: five arrays of 49 floats. */
final class HoughCodec implements PairCodec {
  static final HoughCodec INSTANCE = new HoughCodec();

  private static final ArrayType FLOATS = DataTypes.createArrayType(DataTypes.FloatType, false);

  private static final StructType COLUMNS =
      new StructType()
          .add("points_x", FLOATS, true)
          .add("points_y", FLOATS, true)
          .add("cos_published", FLOATS, true)
          .add("cos_aligned", FLOATS, true)
          .add("attention", FLOATS, true);

  private HoughCodec() {}

  @Override
  public StructType columns() {
    return COLUMNS;
  }

  @Override
  public List<Object> values(ComparedPair pair) {
    Correspondence found = (Correspondence) pair;
    return List.of(
        Codec.array(found.pointsX()),
        Codec.array(found.pointsY()),
        Codec.array(found.cosPublished()),
        Codec.array(found.cosAligned()),
        Codec.array(found.attention()));
  }

  @Override
  public Correspondence pair(Row row) {
    return new Correspondence(
        Codec.floats(row, "points_x"),
        Codec.floats(row, "points_y"),
        Codec.floats(row, "cos_published"),
        Codec.floats(row, "cos_aligned"),
        Codec.floats(row, "attention"));
  }
}
