package dev.chmcorr.job.listing;

import dev.chmcorr.domain.ImageFile;
import dev.chmcorr.domain.ImageRef;
import dev.chmcorr.domain.PassedOver;
import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** What a task of a listing has found, as rows on their way to the driver. */
public final class FoundFiles {
  private FoundFiles() {}

  /** Files, packed; how many there are. Paths that follow like ones take little. */
  public static Row row(List<ImageFile> files) {
    PackedImages packed =
        PackedImages.of(
            files.stream()
                .map(file -> new ImageRef(0, file.path(), null, 0, file.version()))
                .iterator());
    return RowFactory.create(packed.blocks().toArray(byte[][]::new), files.size());
  }

  /** The files of a row, each made when it is asked for, best one after the other. */
  public static List<ImageFile> of(Row row) {
    PackedImages packed = new PackedImages(List.of(row.<byte[][]>getAs(0)), row.getInt(1));
    return new AbstractList<>() {
      @Override
      public ImageFile get(int i) {
        return file(packed.get(i));
      }

      @Override
      public Iterator<ImageFile> iterator() {
        return packed.stream().map(FoundFiles::file).iterator();
      }

      @Override
      public int size() {
        return packed.size();
      }
    };
  }

  private static ImageFile file(ImageRef image) {
    return new ImageFile(image.path(), image.version());
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
