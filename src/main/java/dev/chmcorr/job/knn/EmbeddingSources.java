package dev.chmcorr.job.knn;

import static org.apache.spark.sql.functions.col;

import dev.chmcorr.domain.Split;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.TransformSet;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.job.knn.KnnOptions.Recognition;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.runfolder.RunRecord;
import dev.chmcorr.table.EmbeddingRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** Finds what was embedded for other image sets by the same network after the same transform. */
final class EmbeddingSources {
  private final JobContext context;

  /** Folders that the user has been told of. */
  private final Set<Path> warned = new HashSet<>();

  EmbeddingSources(JobContext context) {
    this.context = context;
  }

  /**
   * Tables of the sets beside a set.
   *
   * @param recognition of their images: by version, sets of other folders have none in common
   */
  List<Dataset<Row>> ofOtherSets(EmbeddingSet set, Recognition recognition) throws IOException {
    List<Dataset<Row>> tables = new ArrayList<>();
    String images = set.folderOfAll();
    for (Path folder : folders(set.folder().getParent())) {
      RunRecord other = folder.equals(set.folder()) ? null : record(folder);
      if (other == null
          || !isSameNetwork(set, other)
          || !isSameTransform(set, other)
          || (recognition == Recognition.BY_VERSION && EmbeddingSet.areApart(images, other))) {
        continue;
      }
      if (other.formatVersion() == set.record().formatVersion()) {
        table(folder, other).ifPresent(tables::add);
      } else {
        warn(
            folder,
            "its format is %d, not %d"
                .formatted(other.formatVersion(), set.record().formatVersion()));
      }
    }
    return tables;
  }

  private Optional<Dataset<Row>> table(Path folder, RunRecord record) throws IOException {
    try {
      Path table = EmbeddingTable.named(folder, record).path();
      return context.store().exists(table)
          ? Optional.of(EmbeddingRow.read(context.spark(), table, EmbeddingRow.SCHEMA))
          : Optional.empty();
    } catch (UserException e) {
      warn(folder, e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Tables of runs that kept embeddings of their own (format 1), which tell their files by content
   * alone.
   */
  List<Dataset<Row>> ofOldRuns(EmbeddingSet set) throws IOException {
    List<Dataset<Row>> tables = new ArrayList<>();
    for (Path folder : oldRuns(set)) {
      tables.add(
          EmbeddingRow.read(
                  context.spark(),
                  EmbeddingTable.first(folder).path(),
                  EmbeddingRow.SCHEMA.add("split", DataTypes.StringType))
              .where(col("split").isin(splits(set, record(folder)).toArray())));
    }
    return tables;
  }

  /** Says which old runs are passed over because they do not tell their files' versions. */
  void warnOfOldRuns(EmbeddingSet set) throws IOException {
    for (Path folder : oldRuns(set)) {
      warn(
          folder,
          "its format does not know when files changed; --verify compares contents and takes them");
    }
  }

  private List<Path> oldRuns(EmbeddingSet set) throws IOException {
    List<Path> runs = new ArrayList<>();
    for (Path folder : folders(set.folder().getParent().getParent())) {
      RunRecord run =
          context.store().exists(EmbeddingTable.first(folder).path()) ? record(folder) : null;
      if (run != null && isSameNetwork(set, run) && !splits(set, run).isEmpty()) {
        runs.add(folder);
      }
    }
    return runs;
  }

  /** The splits of an old run whose images went through a set's transform. */
  private static List<String> splits(EmbeddingSet set, RunRecord run) {
    String name = String.valueOf(run.parameters().get(EmbeddingSet.TRANSFORM));
    return Arrays.stream(TransformSet.values())
        .filter(transforms -> Texts.lowerCase(transforms).equals(name))
        .flatMap(
            transforms ->
                Arrays.stream(Split.values())
                    .filter(split -> transforms.knn(split).equals(set.transform())))
        .map(Split::text)
        .toList();
  }

  private List<Path> folders(Path parent) throws IOException {
    return Arrays.stream(context.store().list(parent))
        .filter(FileStatus::isDirectory)
        .map(FileStatus::getPath)
        .sorted()
        .toList();
  }

  /** Null if there is none that can be read: a run does not depend on what lies beside it. */
  private RunRecord record(Path folder) {
    try {
      return RunRecord.read(context.store(), folder);
    } catch (UserException | IOException e) {
      warn(folder, e.getMessage());
      return null;
    }
  }

  private void warn(Path folder, String why) {
    if (warned.add(folder)) {
      context.console().warn("no embeddings are taken from %s: %s", folder, why);
    }
  }

  private static boolean isSameNetwork(EmbeddingSet set, RunRecord other) {
    return isSame(set, other, EmbeddingSet.MODEL) && isSame(set, other, EmbeddingSet.PRECISION);
  }

  private static boolean isSameTransform(EmbeddingSet set, RunRecord other) {
    return isSame(set, other, EmbeddingSet.TRANSFORM);
  }

  private static boolean isSame(EmbeddingSet set, RunRecord other, String parameter) {
    String value = set.record().parameters().get(parameter);
    return value != null && value.equals(other.parameters().get(parameter));
  }
}
