package dev.chmcorr.job.report;

import dev.chmcorr.chm.Grid;
import dev.chmcorr.domain.Correspondence;
import dev.chmcorr.report.Overview;
import dev.chmcorr.report.PairBlock;
import dev.chmcorr.report.PerFile;
import dev.chmcorr.report.QueryColumns;
import dev.chmcorr.report.QueryDetails;
import dev.chmcorr.report.RunList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A site, written without a run, of the least and the most that a run may have: one neighbour a
 * query, no errors, nothing changed, no pictures; a thousand classes.
 */
final class LeastSite {
  static final int CLASSES = 1000;
  private static final String RUN = "0";
  private static final int QUERIES = 2;

  private LeastSite() {}

  static Path write(Path folder) throws IOException {
    WrittenSite site = WrittenSite.in(folder);
    site.data(RunList.KEY, runs());
    site.data(Overview.key(RUN), overview());
    site.data(QueryColumns.key(RUN, 0), columns());
    site.data(QueryDetails.key(RUN, 0), details());
    return folder;
  }

  private static RunList runs() {
    List<String> classes = IntStream.range(0, CLASSES).mapToObj("class %03d"::formatted).toList();
    return new RunList(
        RunList.VERSION,
        "chm-corr",
        "2026-01-01T00:00:00Z",
        List.of(
            new RunList.Run(
                RUN,
                "least",
                "/least",
                new RunList.Scored("N1-K1", 1, 1, 0.55, "published", false),
                classes,
                QUERIES,
                PerFile.DEFAULT)));
  }

  private static Overview overview() {
    return new Overview(
        QUERIES,
        QUERIES,
        1,
        1,
        List.of(new Overview.AtK(1, 1, 1)),
        List.of(new Overview.AtN(1, 1)),
        new Overview.Changed(0, 0, 0, 0),
        List.of(),
        IntStream.range(0, CLASSES)
            .mapToObj(c -> new Overview.ClassCounts(c, 1, 1, c % 2))
            .toList(),
        List.of(new Overview.Hub(0, "class 000/0.png", 0, "", 2, 1)),
        List.of(),
        List.of(),
        List.of());
  }

  private static QueryColumns columns() {
    return QueryColumns.of(
        IntStream.range(0, QUERIES)
            .mapToObj(id -> new QueryColumns.Line(id, id + ".png", id, 0, 1, 0, 1, ""))
            .toList());
  }

  private static QueryDetails details() {
    float[] even = new float[Grid.POINTS];
    String pair =
        PairBlock.base64(
            List.of(PairBlock.encode(new Correspondence(even, even, even, even, even))));
    QueryDetails.Ranked only = new QueryDetails.Ranked(0, "class 000/0.png", 0, "", null, 0);
    return new QueryDetails(
        IntStream.range(0, QUERIES)
            .mapToObj(
                id ->
                    new QueryDetails.Details(
                        id,
                        id + ".png",
                        "file:/gone",
                        id,
                        "",
                        null,
                        List.of(only),
                        List.of(),
                        pair))
            .toList());
  }
}
