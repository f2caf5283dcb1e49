package dev.chmcorr.job.picture;

import dev.chmcorr.picture.Figure;
import dev.chmcorr.picture.Lettering;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * What came of drawing a query.
 *
 * @param id of the query
 * @param unread images that could not be read
 * @param unwritten a text that no font of this machine can write, or null
 */
record Outcome(int id, int unread, String unwritten) {
  static Outcome of(int id, TileReader tiles, Figure figure) {
    List<String> names = new ArrayList<>(figure.query().truth());
    names.add(figure.reranked().prediction().className());
    names.add(figure.nearest().prediction().className());
    String unwritten =
        names.stream().filter(name -> !Lettering.canDraw(name)).findFirst().orElse(null);
    return new Outcome(id, tiles.unread(), unwritten);
  }

  static Outcome fromRow(Row row) {
    return new Outcome(row.getInt(0), row.getInt(1), row.getString(2));
  }

  /** As tasks hand it out: Kryo takes no records. */
  Row toRow() {
    return RowFactory.create(id, unread, unwritten);
  }
}
