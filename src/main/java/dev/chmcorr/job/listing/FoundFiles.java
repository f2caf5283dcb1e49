package dev.chmcorr.job.listing;

import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.ImageFile;
import dev.chmcorr.domain.PassedOver;
import java.util.AbstractList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** What a task of a listing has found, as rows on their way to the driver. */
public final class FoundFiles {
  private FoundFiles() {}

  /** Paths, lengths and times of change of files, an array each. */
  public static Row row(List<ImageFile> files) {
    return RowFactory.create(
        files.stream().map(ImageFile::path).toArray(String[]::new),
        files.stream().mapToLong(file -> file.version().bytes()).toArray(),
        files.stream().mapToLong(file -> file.version().modified()).toArray());
  }

  /** The files of a row, each made when it is asked for. */
  public static List<ImageFile> of(Row row) {
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

  /** Reasons, counts and examples of what was passed over, an array each. */
  public static Row row(PassedOver passedOver) {
    var byReason = passedOver.byReason();
    return RowFactory.create(
        byReason.keySet().toArray(String[]::new),
        byReason.values().stream().mapToLong(PassedOver.Some::count).toArray(),
        byReason.values().stream().map(PassedOver.Some::example).toArray(String[]::new));
  }

  /** Adds what a row says was passed over. */
  public static void addTo(PassedOver all, Row row) {
    String[] reasons = row.getAs(0);
    long[] counts = row.getAs(1);
    String[] examples = row.getAs(2);
    for (int i = 0; i < reasons.length; i++) {
      all.add(reasons[i], new PassedOver.Some(counts[i], examples[i]));
    }
  }
}
