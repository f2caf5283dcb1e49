package dev.chmcorr.job.picture;

import dev.chmcorr.domain.Printable;
import dev.chmcorr.domain.QueryExplanation;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.job.labels.ClassNames;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.pickle.published.ExplanationReader;
import dev.chmcorr.picture.Figure;
import dev.chmcorr.picture.Lettering;
import dev.chmcorr.store.Storage;
import dev.chmcorr.store.StoredImages;
import java.io.IOException;
import java.io.InputStream;
import java.util.BitSet;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** The command {@code picture}. */
public final class PictureJob {
  private static final int MAX_SHOWN = 60;

  private PictureJob() {}

  /** Draws what is asked for. */
  public static void run(JobContext context, PictureOptions options) throws IOException {
    List<Outcome> drawn =
        PictureOptions.isPickle(options.run())
            ? List.of(ofPickle(context, options))
            : new RunPictures(context, options).draw();
    report(context, drawn);
    context
        .console()
        .result(
            "Pictures drawn: %d, %s", drawn.size(), context.store().path(options.target().path()));
  }

  private static Outcome ofPickle(JobContext context, PictureOptions options) throws IOException {
    Lettering.require();
    Storage store = context.store();
    Path file = store.path(options.run());
    store.require("explanation", file);
    QueryExplanation query;
    try (InputStream in = store.system(file).open(file)) {
      query = ExplanationReader.read(in, file.toString(), options.limits());
    }
    BitSet one = new BitSet();
    one.set(query.id());
    options.queries().choose(one, "of " + file);
    TileReader tiles = new TileReader(new StoredImages(store), options.limits());
    TransformSet transform = options.images().transform();
    Figure figure =
        new PickleFigure(
                query,
                new ImageFinder(store, options.images()),
                tiles,
                transform == null ? TransformSet.SINGLE : transform)
            .figure()
            .named(ClassNames.read(store, options.classNames()));
    store.writeWhole(
        store.path(options.target().path()), out -> options.target().format().write(figure, out));
    return Outcome.of(query.id(), tiles, figure);
  }

  private static void report(JobContext context, List<Outcome> drawn) {
    int unread = drawn.stream().mapToInt(Outcome::unread).sum();
    if (unread > 0) {
      context
          .console()
          .warn(
              "%s could not be read: %s why",
              Texts.count(unread, "image"),
              Texts.verb(
                  unread, "a grey tile in its place says", "grey tiles in their places say"));
    }
    drawn.stream()
        .map(Outcome::unwritten)
        .filter(text -> text != null)
        .findFirst()
        .ifPresent(
            text ->
                context
                    .console()
                    .warn(
                        "no font here has all characters of %s: boxes stand for them; install fonts that have (Debian: fonts-noto)",
                        Printable.of(text, MAX_SHOWN)));
  }
}
