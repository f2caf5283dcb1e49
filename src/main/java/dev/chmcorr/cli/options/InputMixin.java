package dev.chmcorr.cli.options;

import dev.chmcorr.job.lists.InputOptions;
import dev.chmcorr.job.lists.LabelOptions;
import dev.chmcorr.job.lists.ListOptions;
import dev.chmcorr.job.lists.TableColumns;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options that say how images are found in tables, lists and flat folders. */
final class InputMixin {
  @ArgGroup(
      validate = false,
      order = 900,
      heading = "%nTables, lists and folders without classes:%n")
  private Group group = new Group();

  private static final class Group {
    @Option(
        names = "--image-column",
        paramLabel = "NAME",
        description =
            "Column of a table that holds the encoded images, where no common name tells; a dot before each part of a structure, as in photo.bytes.")
    private String image;

    @Option(
        names = "--label-column",
        paramLabel = "NAME",
        description =
            "Column of a table or list that holds the classes: text or whole numbers. In tars, field of KEY.json where no KEY.cls is.")
    private String label;

    @Option(
        names = "--path-column",
        paramLabel = "NAME|none",
        description =
            "Column that holds paths: in a list of the images, in a table only to name them; none names them by their rows.")
    private String path;

    @Option(
        names = "--train-split",
        paramLabel = "NAME",
        description =
            "Take those rows of the list or table --train whose column split (or set, subset, ...) is NAME.")
    private String trainSplit;

    @Option(
        names = "--val-split",
        paramLabel = "NAME",
        description = "Likewise for --val, which may be the same list.")
    private String valSplit;

    @Option(
        names = "--val-labels",
        paramLabel = "FILE|none",
        description =
            "Classes of queries in a folder or in tars, whose folders then say nothing: a list of file names and classes, as Kaggle's LOC_val_solution.csv; or ILSVRC's ground truth, of which line n is the class of the image whose name ends with number n. none: they have no classes.")
    private String valLabels;

    @Option(
        names = "--class-list",
        paramLabel = "FILE",
        description =
            "Names of classes that are numbers in a list, table or --val-labels: one a line, or NUMBER NAME.")
    private String classList;

    @Option(
        names = "--truth",
        paramLabel = "FILE",
        description =
            "Right answers of the queries, where an image may have several or none: ImageNet-ReaL's real.json, a JSON object of paths and lists of classes, or a list of paths and classes that may name a path more than once. Classes that are numbers are places in the gallery's sorted classes, from 0. Queries without an answer are not judged; ids and rankings stay.")
    private String truth;

    @Option(
        names = "--truth-classes",
        paramLabel = "FILE",
        description =
            "Names of the classes that are numbers in --truth, as in --class-list, where the gallery's own numbers are others.")
    private String truthClasses;

    @Option(
        names = "--relabel",
        paramLabel = "FILE",
        description =
            "List of paths (below --train or --val) and classes that replace those of the images' folders; all other images keep theirs, and all keep their ids.")
    private String relabel;
  }

  /** How images are found. */
  InputOptions options(String unpack) {
    return InputOptions.unpackedTo(unpack)
        .with(new TableColumns(group.image, group.label, group.path))
        .with(new ListOptions(group.trainSplit, group.valSplit, group.valLabels, group.classList))
        .with(new LabelOptions(group.truth, group.truthClasses, group.relabel));
  }
}
