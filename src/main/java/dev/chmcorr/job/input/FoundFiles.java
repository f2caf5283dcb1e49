package dev.chmcorr.job.input;

import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.ImageFile;
import java.util.AbstractList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Files that a task of a listing has found, as one row on their way to the driver. */
final class FoundFiles {
  private FoundFiles() {}

  /** Their paths, lengths and times of change, an array each. */
  static Row row(List<ImageFile> files) {
    return RowFactory.create(
        files.stream().map(ImageFile::path).toArray(String[]::new),
        files.stream().mapToLong(file -> file.version().bytes()).toArray(),
        files.stream().mapToLong(file -> file.version().modified()).toArray());
  }

  /** The files of a row, each made when it is asked for. */
  static List<ImageFile> of(Row row) {
    String[] paths = row.getAs(0);
    long[] bytes = row.getAs(1);
    long[] modified = row.getAs(2);
    return new AbstractList<>() {
      @Override
      public ImageFile get(int i) {
        return new ImageFile(paths[i], new FileVersion(bytes[i], modified[i]));
      }

      @Override
      public int size() {
        return paths.length;
      }
    };
  }
}
