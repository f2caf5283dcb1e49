package dev.chmcorr.cluster;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.chmcorr.pickle.published.ScoreFile;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/**
 * Halves the seconds of the many JVMs that the tests on clusters start: only Java's first compiler,
 * one thread for garbage, and Spark's classes mapped from an archive (class data sharing). Java
 * takes the archive where the class path begins as the one that it was made with, which may hold
 * jars and empty folders only; so all of these JVMs have this one.
 */
final class QuickStart {
  private static final Path FOLDER = Path.of("target", "quick-start").toAbsolutePath();
  private static final Path DISK = FOLDER.resolve("faulty-disk.jar");
  private static final Path NO_SETTINGS = FOLDER.resolve("conf");
  private static final Path ARCHIVE = FOLDER.resolve("classes.jsa");
  private static final Path PROGRAM = Path.of("target", "chm-corr.jar");

  private static List<String> flags;

  private QuickStart() {}

  /** JVM options that need no archive. */
  static List<String> plainFlags() {
    return List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
  }

  /** JVM options; the first caller after a build makes the archive, in half a minute. */
  static synchronized List<String> flags() throws IOException, InterruptedException {
    if (flags == null) {
      Files.createDirectories(FOLDER);
      // The tests of another JVM may want it at the same time.
      try (FileChannel file = FileChannel.open(FOLDER.resolve("lock"), CREATE, WRITE);
          FileLock lock = file.lock()) {
        if (!isCurrent()) {
          make();
        }
      }
      flags = with("-XX:SharedArchiveFile=" + ARCHIVE);
    }
    return flags;
  }

  private static List<String> with(String flag) {
    List<String> flags = new ArrayList<>(plainFlags());
    flags.add(flag);
    return flags;
  }

  /** The jar of {@link FaultyDisk}, which begins the class path of each JVM. */
  static Path disk() {
    return DISK;
  }

  /** An empty folder of Spark's settings, which comes next. */
  static Path noSettings() {
    return NO_SETTINGS;
  }

  /** The class path that Spark gives to drivers and executors, for its daemons. */
  static String classPath() {
    return DISK + ":" + NO_SETTINGS + ":" + StandaloneCluster.jars();
  }

  private static boolean isCurrent() throws IOException {
    return Files.exists(ARCHIVE)
        && Files.getLastModifiedTime(ARCHIVE).compareTo(Files.getLastModifiedTime(PROGRAM)) > 0;
  }

  /** By a run of rerank, which uses nearly all that the tests' runs use. */
  private static void make() throws IOException, InterruptedException {
    Files.createDirectories(NO_SETTINGS);
    writeDisk();
    Path run = Files.createTempDirectory(FOLDER, "run-");
    Birds birds = Birds.write(run);
    SortedMap<Integer, int[]> rankings = new TreeMap<>(Map.of(0, new int[] {0, 1, 2, 3, 4, 5}));
    try (OutputStream out = Files.newOutputStream(run.resolve("knn"))) {
      ScoreFile.write(out, rankings);
    }
    Path archive = run.resolve("classes.jsa");
    List<String> flags = with("-XX:ArchiveClassesAtExit=" + archive);
    // It says which of thousands of classes cannot be archived.
    flags.add("-Xlog:disable");
    Submit.Outcome outcome =
        new Submit(run, List.of("--master", "local[2]"))
            .quick(flags)
            .run(birds.rerank("file:" + run));
    if (outcome.code() != 0) {
      throw new IllegalStateException(outcome.output());
    }
    Files.move(archive, ARCHIVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void writeDisk() throws IOException {
    Path classes = Path.of(URI.create(FaultyDisk.class.getResource(".").toString()));
    String folder = FaultyDisk.class.getPackageName().replace('.', '/');
    try (OutputStream file = Files.newOutputStream(DISK);
        JarOutputStream jar = new JarOutputStream(file);
        DirectoryStream<Path> parts =
            Files.newDirectoryStream(classes, FaultyDisk.class.getSimpleName() + "*.class")) {
      for (Path part : parts) {
        jar.putNextEntry(new ZipEntry(folder + "/" + part.getFileName()));
        Files.copy(part, jar);
      }
    }
  }
}
