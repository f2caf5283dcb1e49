package dev.chmcorr.job.listing;

import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.ImageFile;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.store.Storage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Finds which version each of many files has. Spark's tasks ask a folder at a time, for all its
 * files at once where many of them are wanted.
 */
final class FileVersions {
  /** Files of a folder that are asked for one by one; for more the folder is listed. */
  private static final int ONE_BY_ONE = 16;

  /** Files of one folder that a task asks for at most. */
  private static final int FILES_PER_TASK = 10_000;

  private FileVersions() {}

  /**
   * The versions of files, by their paths; those that do not exist have none.
   *
   * @param paths with scheme
   */
  static Map<String, FileVersion> find(JobContext context, List<String> paths) {
    List<Row> folders = folders(paths);
    context.describe("look for the files of a list");
    ListingProgress progress = new ListingProgress(context, "list", "folders of the list");
    List<Row> found =
        progress.collect(
            context.console(),
            JavaSparkContext.fromSparkContext(context.spark().sparkContext())
                .parallelize(folders, ListingProgress.tasks(folders.size(), context.slots()))
                .map(new FindFiles(context.configuration(), progress)),
            folders.size());
    Map<String, FileVersion> versions = new HashMap<>(paths.size() * 2);
    for (Row row : found) {
      FoundFiles.of(row).forEach(file -> versions.put(file.path(), file.version()));
    }
    return versions;
  }

  /** A folder and names of files in it each. */
  private static List<Row> folders(List<String> paths) {
    Map<String, List<String>> byFolder = new TreeMap<>();
    for (String path : paths) {
      int slash = path.lastIndexOf('/');
      byFolder
          .computeIfAbsent(path.substring(0, slash + 1), folder -> new ArrayList<>())
          .add(path.substring(slash + 1));
    }
    List<Row> rows = new ArrayList<>();
    byFolder.forEach(
        (folder, names) -> {
          for (int from = 0; from < names.size(); from += FILES_PER_TASK) {
            List<String> some = names.subList(from, Math.min(names.size(), from + FILES_PER_TASK));
            rows.add(RowFactory.create(folder, some.toArray(String[]::new)));
          }
        });
    return rows;
  }

  /** A row of {@link FoundFiles} for a folder and names. */
  private static final class FindFiles implements Function<Row, Row> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<SerializableConfiguration> configuration;
    private final ListingProgress progress;

    FindFiles(Broadcast<SerializableConfiguration> configuration, ListingProgress progress) {
      this.configuration = configuration;
      this.progress = progress;
    }

    @Override
    public Row call(Row row) throws IOException {
      String folder = row.getString(0);
      String[] names = row.getAs(1);
      FileSystem system = new Storage(configuration.value().value()).system(new Path(folder));
      List<ImageFile> files =
          names.length > ONE_BY_ONE ? listed(system, folder, names) : asked(system, folder, names);
      progress.found(files.size());
      return FoundFiles.row(files);
    }

    private static List<ImageFile> listed(FileSystem system, String folder, String[] names)
        throws IOException {
      Map<String, FileStatus> there = new HashMap<>();
      try {
        for (FileStatus status : system.listStatus(new Path(folder))) {
          there.put(status.getPath().getName(), status);
        }
      } catch (FileNotFoundException e) {
        return List.of();
      }
      return Arrays.stream(names)
          .filter(there::containsKey)
          .map(name -> file(folder + name, there.get(name)))
          .toList();
    }

    private static List<ImageFile> asked(FileSystem system, String folder, String[] names)
        throws IOException {
      List<ImageFile> files = new ArrayList<>();
      for (String name : names) {
        try {
          files.add(file(folder + name, system.getFileStatus(new Path(folder + name))));
        } catch (FileNotFoundException e) {
          // It is missing from what is found, which says so.
        }
      }
      return files;
    }

    private static ImageFile file(String path, FileStatus status) {
      return new ImageFile(path, new FileVersion(status.getLen(), status.getModificationTime()));
    }
  }
}
