package dev.chmcorr.job.knn;

import dev.chmcorr.job.input.ImageReader;
import dev.chmcorr.job.listing.ListedImage;
import java.io.IOException;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Adds the digest of its file to each listed image; null if it cannot be read. */
final class ImageDigest implements MapFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  static final StructType SCHEMA = ListedImage.SCHEMA.add("sha256", DataTypes.StringType, true);

  private final ImageReader reader;

  ImageDigest(ImageReader reader) {
    this.reader = reader;
  }

  @Override
  public Row call(Row row) {
    Object[] values = new Object[row.length() + 1];
    for (int i = 0; i < row.length(); i++) {
      values[i] = row.get(i);
    }
    try {
      values[row.length()] = DigestUtils.sha256Hex(reader.read(row.<String>getAs("path")));
    } catch (IOException e) {
      values[row.length()] = null;
    }
    return RowFactory.create(values);
  }
}
