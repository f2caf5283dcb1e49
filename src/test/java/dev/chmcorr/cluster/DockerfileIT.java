package dev.chmcorr.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * submit/Dockerfile against what the build made and what conf says of the image. No engine was at
 * hand to build it with: its steps are done in a folder instead.
 */
class DockerfileIT {
  private static final Pattern PROPERTY = Pattern.compile("<(\\S+\\.\\S+)>([^<]+)</\\1>");
  private static final Pattern IN_THE_IMAGE = Pattern.compile("/opt/chm-corr/[\\w./-]+");

  private static Dockerfile dockerfile;
  private static Map<String, String> pom;

  @TempDir private Path root;

  @BeforeAll
  static void read() throws Exception {
    dockerfile = Dockerfile.read(Path.of("submit", "Dockerfile"));
    pom = new HashMap<>();
    PROPERTY
        .matcher(Files.readString(Path.of("pom.xml")))
        .results()
        .forEach(property -> pom.putIfAbsent(property.group(1), property.group(2)));
  }

  /** JUnit warns of each link that it finds. */
  @AfterEach
  void unlink() throws Exception {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isSymbolicLink).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void copiesWhatTheBuildMakes() throws Exception {
    List<String> copies = dockerfile.stage("program").all("COPY");

    assertThat(copies).hasSize(4);
    for (String copy : copies) {
      assertThat(Dockerfile.sources(copy.split(" ")[0])).as(copy).isNotEmpty();
    }
  }

  @Test
  void namesTheVersionsOfTheBuild() throws Exception {
    String libtorch = pom.get("libtorch.version");
    assertThat(dockerfile.stage("").all("ARG"))
        .contains(
            "SPARK=apache/spark:%s-scala2.13-java%s-ubuntu"
                .formatted(pom.get("spark.version"), pom.get("maven.compiler.release")));
    assertThat(dockerfile.stage("libtorch").all("ARG"))
        .singleElement()
        .asString()
        .endsWith("-%s%%2Bcu128.zip".formatted(libtorch));
    assertThat(dockerfile.stage("cuda").all("ENV").get(0))
        .contains("PYTORCH_VERSION=" + libtorch, "PYTORCH_FLAVOR=cu128");
    Path binding =
        Path.of("target", "natives")
            .resolve("pytorch-jni-%s-%s.jar".formatted(libtorch, pom.get("djl.version")));
    try (ZipFile jar = new ZipFile(binding.toFile())) {
      assertThat(jar.getEntry("jnilib/linux-x86_64/cu128/libdjl_torch.so")).isNotNull();
    }
  }

  @Test
  void itsLastUserIsSparks() {
    Dockerfile.Stage last = dockerfile.stages().get(dockerfile.stages().size() - 1);

    assertThat(last.base()).isEqualTo("${FLAVOR}");
    assertThat(last.instructions().get(last.instructions().size() - 1))
        .isEqualTo(new Dockerfile.Instruction("USER", "spark"));
  }

  /** Its steps for CPUs, in a folder; whoever a pod runs as then reads and writes nothing. */
  @Test
  @Tag("cluster")
  void hasLibtorchUnpackedForEverybody() throws Exception {
    for (String copy : dockerfile.stage("program").all("COPY")) {
      String[] parts = copy.split(" ");
      Path target = Files.createDirectories(inRoot(parts[1]));
      for (Path source : Dockerfile.sources(parts[0])) {
        Files.copy(source, target.resolve(source.getFileName()));
      }
    }
    link(Path.of("target", "spark", "jars"), inRoot("/opt/spark/jars"));
    SparkSubmitScript.write(inRoot("/opt/spark/bin"), inRoot("/opt/spark"));

    String report = run(dockerfile.stage("${FLAVOR}").all("RUN").get(0));

    assertThat(report).contains("in " + inRoot("/opt/chm-corr/natives"), "GPUs");
    assertThat(inRoot("/opt/chm-corr")).isDirectoryRecursivelyContaining("glob:**/libtorch_cpu.so");
    try (Stream<Path> files = Files.walk(inRoot("/opt/chm-corr"))) {
      for (Path file : files.toList()) {
        assertThat(Files.getPosixFilePermissions(file))
            .as(file.toString())
            .contains(PosixFilePermission.OTHERS_READ);
      }
    }
    assertThat(run("chmod -R a-w /opt/chm-corr && " + startLibtorch())).contains("device cpu");
    assertThat(named()).hasSizeGreaterThan(2).allMatch(path -> Files.exists(inRoot(path)));
  }

  /** By root without its privilege to pass file permissions. */
  private static String startLibtorch() {
    String wrapper =
        System.getProperty("user.name").equals("root")
            ? "setpriv --bounding-set -dac_override,-dac_read_search "
            : "";
    Path classes = Path.of("target", "test-classes").toAbsolutePath();
    return wrapper
        + "java -cp '%s:/opt/chm-corr/chm-corr.jar:/opt/spark/jars/*' dev.chmcorr.model.torch.TorchStart"
            .formatted(classes);
  }

  /** Paths of the image that conf speaks of. */
  private static List<String> named() throws Exception {
    String text = Files.readString(Path.of("conf", "kubernetes.conf"));
    return IN_THE_IMAGE
        .matcher(text + Files.readString(Path.of("conf", "README.md")))
        .results()
        .map(MatchResult::group)
        .toList();
  }

  private Path inRoot(String path) {
    return root.resolve(path.substring(1));
  }

  private static void link(Path from, Path to) throws Exception {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.createSymbolicLink(to.resolve(file.getFileName()), file.toAbsolutePath());
      }
    }
  }

  private String run(String command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", command.replace("/opt/", root + "/opt/"))
            .redirectErrorStream(true);
    for (String assignment : dockerfile.stage("program").all("ENV").get(0).split(" ")) {
      String[] parts = assignment.split("=", 2);
      builder.environment().put(parts[0], parts[1].replace("/opt/", root + "/opt/"));
    }
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
