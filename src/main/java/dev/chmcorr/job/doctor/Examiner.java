package dev.chmcorr.job.doctor;

import com.sun.management.OperatingSystemMXBean;
import dev.chmcorr.job.doctor.Examination.Folders;
import dev.chmcorr.job.doctor.Examination.Memory;
import dev.chmcorr.job.doctor.Examination.Place;
import dev.chmcorr.job.doctor.Examination.Processor;
import dev.chmcorr.job.doctor.Examination.Software;
import dev.chmcorr.job.run.CodeVersion;
import dev.chmcorr.job.run.ThreadPlan;
import dev.chmcorr.model.torch.CpuLimit;
import dev.chmcorr.model.torch.TorchEngine;
import dev.chmcorr.model.torch.TorchReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkEnv;

/** Examines the JVM that it runs in, without networks. */
final class Examiner {
  private static final long MEBIBYTE = 1 << 20;
  private static final List<String> SCHEMES =
      List.of("file", "hdfs", "s3a", "abfs", "gs", "http", "viewfs");

  private final Configuration hadoop;

  Examiner(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /** A JVM that runs networks. */
  Examination examine() {
    // Before libtorch starts, which fills its folder.
    Folders folders = folders();
    TorchEngine.limitThreads(ThreadPlan.ofThisJvm().network());
    return examination(folders, TorchReport.ofThisJvm());
  }

  /** The driver of a cluster. */
  Examination examineDriver() {
    return examination(folders(), null);
  }

  private Examination examination(Folders folders, TorchReport torch) {
    SparkEnv spark = SparkEnv.get();
    String id = spark.executorId();
    return new Examination(
        id.equals("driver") ? id : "executor " + id,
        spark.blockManager().blockManagerId().hostPort(),
        software(),
        processor(),
        memory(),
        folders,
        torch,
        SCHEMES.stream().filter(this::isUsable).toList(),
        List.of());
  }

  private static Software software() {
    return new Software(
        CodeVersion.current(),
        "%s (%s)".formatted(System.getProperty("java.version"), System.getProperty("java.vendor")),
        System.getProperty("java.home"),
        org.apache.spark.package$.MODULE$.SPARK_VERSION(),
        scala.util.Properties$.MODULE$.versionNumberString(),
        "%s %s, %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")),
        System.getProperty("sun.jnu.encoding"));
  }

  private static Processor processor() {
    ThreadPlan plan = ThreadPlan.ofThisJvm();
    String model = Machine.HERE.processor();
    return new Processor(
        model == null ? "unknown processor" : model,
        Stream.concat(
                Machine.HERE.processorFeatures().stream(),
                CpuLimit.ofThisJvm().map(CpuLimit::toString).stream())
            .toList(),
        Runtime.getRuntime().availableProcessors(),
        plan.tasks(),
        plan.network(),
        plan.decodeOnCpu(),
        Machine.HERE.gpus());
  }

  private static Memory memory() {
    long limit =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize()
            / MEBIBYTE;
    long machine = Machine.HERE.memory();
    return new Memory(
        Runtime.getRuntime().maxMemory() / MEBIBYTE,
        machine < 0 ? limit : machine,
        Math.min(limit, Container.mebibytes(SparkEnv.get().conf(), SparkEnv.get().executorId())),
        Machine.HERE.freeMemory());
  }

  private static Folders folders() {
    SparkEnv env = SparkEnv.get();
    return new Folders(
        place(TorchReport.cache(), used(TorchReport.cache())),
        place(Path.of(System.getProperty("java.io.tmpdir")), null),
        Arrays.stream(env.blockManager().diskBlockManager().localDirs())
            .map(folder -> place(folder.toPath().toAbsolutePath().getParent(), null))
            .toList());
  }

  /** A folder, or the one in which it would be made. */
  private static Place place(Path folder, Long used) {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    return new Place(folder.toString(), Files.isWritable(there), used, free(there));
  }

  private static long free(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace() / MEBIBYTE;
    } catch (IOException e) {
      return -1;
    }
  }

  /** Of what it can read; others may be deleting some of it. */
  private static long used(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum() / MEBIBYTE;
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  private boolean isUsable(String scheme) {
    try {
      FileSystem.getFileSystemClass(scheme, hadoop);
      return true;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }
}
