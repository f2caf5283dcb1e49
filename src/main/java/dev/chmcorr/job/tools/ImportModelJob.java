package dev.chmcorr.job.tools;

import dev.chmcorr.chm.KernelSharing;
import dev.chmcorr.domain.Printable;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.model.archive.ArchiveMetadata;
import dev.chmcorr.model.archive.Provenance;
import dev.chmcorr.model.checkpoint.Checkpoint;
import dev.chmcorr.model.checkpoint.CheckpointReader;
import dev.chmcorr.model.checkpoint.StateDict;
import dev.chmcorr.model.importer.ChmImporter;
import dev.chmcorr.model.importer.FoundNetwork;
import dev.chmcorr.model.importer.NetworkChoice;
import dev.chmcorr.model.importer.NetworkSearch;
import dev.chmcorr.model.importer.ResNetImporter;
import dev.chmcorr.model.importer.ResNetLayout;
import dev.chmcorr.model.importer.Wanted;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/** The command {@code import-model}: a PyTorch checkpoint to a TorchScript archive. */
public final class ImportModelJob {
  /** Characters of a name from a file in a message. */
  private static final int MAX_SHOWN = 200;

  private ImportModelJob() {}

  /** What a checkpoint holds. */
  public enum Kind {
    RESNET,
    INAT,
    CHM
  }

  /** How a Hough matching checkpoint shares its kernels' weights; AUTO as its shapes say. */
  public enum Kernel {
    AUTO,
    PSI,
    ISO,
    FULL
  }

  /** Reads the checkpoint, writes the archive; both may lie on any Hadoop file system. */
  public static void run(Console console, ImportModelOptions options) throws IOException {
    // With what spark-submit was told (spark.hadoop.*); a session would only cost time.
    Storage store = new Storage(SparkHadoopUtil.get().newConfiguration(new SparkConf()));
    org.apache.hadoop.fs.Path source = store.path(options.checkpoint());
    org.apache.hadoop.fs.Path target = store.path(options.out());
    store.require("checkpoint", source);
    Path work = Files.createTempDirectory("chmcorr-import");
    Path archive = work.resolve(target.getName());
    Path local = work.resolve("checkpoint-" + source.getName());
    try {
      console.now("read " + source.getName());
      Path file = isLocal(source) ? Path.of(source.toUri().getPath()) : copy(store, source, local);
      StateDict dict = find(console, options, CheckpointReader.read(file, options.limits()));
      Provenance origin = new Provenance(source.getName(), CheckpointReader.digest(file));
      console.now("write " + target.getName());
      ArchiveMetadata metadata = write(options, dict, origin, archive);
      store.writeWhole(target, stream -> Files.copy(archive, stream));
      console.result(
          "Imported %s (%s%s): %s, %.1f MB",
          source.getName(),
          Texts.lowerCase(options.kind()),
          describe(metadata),
          target,
          Files.size(archive) / 1e6);
    } finally {
      Files.deleteIfExists(archive);
      Files.deleteIfExists(local);
      Files.deleteIfExists(work);
    }
  }

  private static boolean isLocal(org.apache.hadoop.fs.Path path) {
    return "file".equals(path.toUri().getScheme());
  }

  private static Path copy(Storage store, org.apache.hadoop.fs.Path source, Path local)
      throws IOException {
    try (var in = store.system(source).open(source)) {
      Files.copy(in, local);
    }
    return local;
  }

  /**
   * The network, wherever it is in the checkpoint; says where, unless it is where it usually is.
   */
  private static StateDict find(
      Console console, ImportModelOptions options, Checkpoint checkpoint) {
    Wanted wanted =
        switch (options.kind()) {
          case RESNET -> ResNetLayout.TORCHVISION.wanted();
          case INAT -> ResNetLayout.INAT.wanted();
          case CHM -> ChmImporter.wanted();
        };
    NetworkChoice choice = NetworkChoice.of(options.entry(), options.prefix());
    FoundNetwork found = NetworkSearch.find(checkpoint, wanted, choice);
    if (found.isNested()) {
      console.stage("import-model: found in %s", Printable.of(found.entry(), MAX_SHOWN));
    }
    if (!found.prefix().equals(wanted.usualPrefix())) {
      console.stage("import-model: %s", prefix(found.prefix()));
    }
    return found.dict();
  }

  private static String prefix(String prefix) {
    return prefix.isEmpty()
        ? "keys have no prefix"
        : "keys have the prefix " + Printable.of(prefix, MAX_SHOWN);
  }

  private static ArchiveMetadata write(
      ImportModelOptions options, StateDict dict, Provenance source, Path archive) {
    return switch (options.kind()) {
      case RESNET -> ResNetImporter.write(dict, ResNetLayout.TORCHVISION, source, archive);
      case INAT -> ResNetImporter.write(dict, ResNetLayout.INAT, source, archive);
      case CHM ->
          options.kernel() == Kernel.AUTO
              ? ChmImporter.write(dict, source, archive)
              : ChmImporter.write(
                  dict, KernelSharing.valueOf(options.kernel().name()), source, archive);
    };
  }

  private static String describe(ArchiveMetadata metadata) {
    StringBuilder text = new StringBuilder();
    metadata.dimensions().forEach((name, size) -> text.append(", " + name + " " + size));
    return text.toString();
  }
}
