package dev.chmcorr.job.run;

import com.esotericsoftware.kryo.Kryo;
import dev.chmcorr.knn.SameImages;
import dev.chmcorr.knn.VectorBlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.apache.spark.serializer.KryoRegistrator;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRow;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.io.ChunkedByteBuffer;

/** Everything that Spark shuffles, broadcasts, hands out or collects for us through Kryo. */
public final class KryoRegistration implements KryoRegistrator {
  private static final List<DataType> TYPES =
      List.of(
          DataTypes.IntegerType,
          DataTypes.LongType,
          DataTypes.FloatType,
          DataTypes.DoubleType,
          DataTypes.BooleanType,
          DataTypes.StringType,
          DataTypes.BinaryType);

  @Override
  public void registerClasses(Kryo kryo) {
    // Ours.
    kryo.register(VectorBlock.class);
    kryo.register(SameImages.class);
    kryo.register(int[].class);
    kryo.register(long[].class);
    kryo.register(float[].class);
    kryo.register(float[][].class);
    kryo.register(byte[][].class);
    kryo.register(double[].class);
    kryo.register(String[].class);
    kryo.register(Integer[].class);
    kryo.register(Double[].class);
    kryo.register(Object[].class);
    kryo.register(ArrayList.class);
    kryo.register(HashMap.class);
    // Rows that the driver fetches partition by partition.
    kryo.register(ChunkedByteBuffer[].class);
    // Rows and what describes them.
    kryo.register(Row.class);
    kryo.register(Row[].class);
    kryo.register(GenericRow.class);
    kryo.register(GenericRowWithSchema.class);
    kryo.register(StructType.class);
    kryo.register(StructField.class);
    kryo.register(StructField[].class);
    kryo.register(ArrayType.class);
    kryo.register(Metadata.class);
    TYPES.forEach(type -> kryo.register(type.getClass()));
  }
}
