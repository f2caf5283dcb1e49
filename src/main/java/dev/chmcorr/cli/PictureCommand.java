package dev.chmcorr.cli;

import dev.chmcorr.cli.options.ClassNamesMixin;
import dev.chmcorr.cli.options.ImageLimitsMixin;
import dev.chmcorr.cli.options.InputLimitMixin;
import dev.chmcorr.domain.QuerySelection;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.picture.PictureJob;
import dev.chmcorr.job.picture.PictureOptions;
import dev.chmcorr.picture.PictureFormat;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "picture",
    mixinStandardHelpOptions = true,
    header = "Draw a query's explanation as the published figure, for a paper or a talk.%n",
    description = {
      "",
      "Four rows: the query and its best re-ranked neighbours of the predicted class; the query and its nearest neighbours of the class that kNN predicts; the query once for each re-ranked neighbour, and these neighbours again, with the parts that correspond as boxes of one number and colour.",
      "Images are read where the run read them, at their own resolution; a grey tile says why one is not shown.",
      "The same command gives the same bytes.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  submit/chm-corr picture runs/birds-chm --query 3 --out query3.pdf",
      "  submit/chm-corr picture runs/birds-chm@masked --query 3 --out query3.svg",
      "  submit/chm-corr picture runs/birds-chm --queries 3,17,20-29 --out pictures",
      "  submit/chm-corr picture runs/birds-chm --all --format svg --out pictures",
      "  submit/chm-corr picture reranker_0.pkl --train train --val val --out q0.png",
      "",
      "A run of --all that was stopped goes on where it was when the same command is given again."
    })
final class PictureCommand extends SparkCommand {
  @Parameters(
      paramLabel = "RUN|RUN@SETTING|FILE.pkl",
      description =
          "Folder that rerank made, in its setting SETTING or the one scored last; or a reranker_ID.pkl of the published program (nothing in it is run).")
  private String run;

  @ArgGroup private Which which = new Which();

  private static final class Which {
    @Option(names = "--query", paramLabel = "ID", description = "One query.")
    private Integer query;

    @Option(
        names = "--queries",
        paramLabel = "IDS",
        description = "Several, such as 3,17,20-29; a file each.")
    private String queries;

    @Option(names = "--all", description = "Every query that has a result; a file each.")
    private boolean all;
  }

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE.png|FILE.svg|FILE.pdf|DIR",
      description =
          "The picture; with --queries and --all the folder that ID.png, ID.svg or ID.pdf are written to.")
  private String out;

  @Option(
      names = "--format",
      paramLabel = "png|svg|pdf",
      description =
          "Of pictures in a folder: png has 300 dots an inch; svg and pdf are vectors, their images JPEG. Default: png")
  private PictureFormat format;

  @Option(names = "--overwrite", description = "Draw pictures again that the folder has already.")
  private boolean overwrite;

  @Option(
      names = "--train",
      paramLabel = "DIR",
      description =
          "With FILE.pkl: folder of the gallery's classes. Images that are not where the file says are looked for there, by class and name.")
  private String train;

  @Option(
      names = "--val",
      paramLabel = "DIR",
      description = "With FILE.pkl: folder of the queries' classes, likewise.")
  private String val;

  @Option(
      names = "--transform",
      paramLabel = "single|multi",
      description = "With FILE.pkl: how its images were cropped. Default: single")
  private TransformSet transform;

  @Mixin private ClassNamesMixin classNames;
  @Mixin private ImageLimitsMixin images;
  @Mixin private InputLimitMixin input;

  @Override
  Job job() {
    if (!PictureOptions.isPickle(run) && (train != null || val != null)) {
      throw new UserException("Unsupported --train, --val: a run says itself where its images are");
    }
    PictureOptions options =
        new PictureOptions(
            run,
            selection(),
            target(),
            new PictureOptions.Roots(train, val, transform),
            classNames.file(),
            input.within(images.limits()));
    return context -> PictureJob.run(context, options);
  }

  private QuerySelection selection() {
    if (which.query != null) {
      return new QuerySelection.One(which.query);
    }
    if (which.queries != null) {
      return QuerySelection.Ids.of(which.queries);
    }
    if (!which.all && !PictureOptions.isPickle(run)) {
      throw new UserException("Missing required option: '--query=ID', '--queries=IDS' or '--all'");
    }
    return QuerySelection.ALL;
  }

  private PictureOptions.Target target() {
    PictureOptions.Existing existing =
        overwrite ? PictureOptions.Existing.REPLACE : PictureOptions.Existing.KEEP;
    if (!PictureOptions.isPickle(run) && which.query == null) {
      PictureFormat each = format == null ? PictureFormat.PNG : format;
      return new PictureOptions.Target(out, PictureOptions.Kind.FOLDER, each, existing);
    }
    PictureFormat said = PictureFormat.of(out).orElse(null);
    if (said == null || (format != null && format != said)) {
      throw new UserException(
          "Invalid --out: %s (must be the name of a file that ends in %s)"
              .formatted(out, format == null ? ".png, .svg or .pdf" : format.ending()));
    }
    return new PictureOptions.Target(out, PictureOptions.Kind.FILE, said, existing);
  }
}
