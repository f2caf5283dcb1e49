package dev.chmcorr.cli;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What submit/chm-corr has Maven and Java do, with stand-ins for both that only take notes. */
class SubmitScriptTest {
  private static final String MAVEN =
      """
      #!/usr/bin/env bash
      echo mvn >> "$NOTES"
      [ -z "${STOPPED:-}" ] || { sleep 1; exit 130; }
      mkdir -p target/natives target/spark/jars
      touch target/natives/a.jar target/spark/jars/a.jar target/chm-corr.jar
      """;
  private static final String JAVA =
      """
      #!/usr/bin/env bash
      case "$*" in
        *launcher.Main*)
          echo "$*" > "$NOTES.launched"
          printf '\\0\\n'
          printf '%s\\0' java -cp jars "${SUBMITTER:-Submit}"
          exit
          ;;
        *" --commands")
          echo asked >> "$NOTES.commands"
          printf '%s\\n' import-model scores demo knn rerank picture
          exit "${BROKEN:-0}"
          ;;
      esac
      echo "java $*" >> "$NOTES"
      echo "${LC_ALL:-as it was}" > "$NOTES.locale"
      for option in "$@"; do
        case "$option" in
          -XX:ArchiveClassesAtExit=*) truncate -s "${ARCHIVED:-150M}" "${option#*=}" ;;
        esac
      done
      """;

  /** Says what the locale decodes, and what C.UTF-8 would. */
  private static final String LOCALE =
      """
      #!/usr/bin/env bash
      [ "${LC_ALL:-}" = C.UTF-8 ] && echo "$OTHER" || echo "$CHARMAP"
      """;

  private record Outcome(int code, String log) {}

  @TempDir private Path home;
  private Path archive;

  @BeforeEach
  void install() throws IOException {
    archive = home.resolve("target/spark/classes.jsa");
    for (String file : List.of("submit/chm-corr", "conf/local.conf", "conf/log4j2.properties")) {
      Files.createDirectories(home.resolve(file).getParent());
      Files.copy(Path.of(file), home.resolve(file));
    }
    executable("bin/mvn", MAVEN);
    executable("bin/java", JAVA);
    Files.createDirectories(home.resolve("src/main"));
    Files.createFile(home.resolve("pom.xml"));
  }

  @Test
  void theFirstJobLeavesAnArchiveOfClassesForAll() throws Exception {
    assertThat(notes("demo"))
        .satisfiesExactly(
            note -> assertThat(note).isEqualTo("mvn"),
            note -> assertThat(note).contains("-XX:ArchiveClassesAtExit=" + archive + ".left-"));
    assertThat(notes("scores", "show"))
        .satisfiesExactly(
            note -> assertThat(note).endsWith("-version"),
            note -> assertThat(note).contains("-XX:SharedArchiveFile=" + archive + " "));
    assertThat(notes("demo"))
        .singleElement()
        .asString()
        .contains("-XX:SharedArchiveFile=" + archive + " ", "log4j2.properties")
        .endsWith("-cp " + allJars() + " Submit");
    assertThat(archive.getParent().toFile().list((folder, name) -> name.contains("left")))
        .isEmpty();
  }

  @Test
  void whatAJobLeftThatFailedEarlyIsNotTaken() throws Exception {
    notes(Map.of("ARCHIVED", "50M"), "demo");

    assertThat(notes("demo")).singleElement().asString().contains("ArchiveClassesAtExit");
    assertThat(archive).doesNotExist();
  }

  @Test
  void whatAJobIsStillWritingIsLeftAlone() throws Exception {
    notes("scores", "show");
    Path left = archive.resolveSibling("classes.jsa.left-" + ProcessHandle.current().pid());
    Files.write(left, new byte[0]);

    assertThat(notes("scores", "show"))
        .singleElement()
        .asString()
        .doesNotContain("SharedArchiveFile", "ArchiveClassesAtExit");
    assertThat(left).exists();
  }

  @Test
  void aDamagedArchiveIsNotUsed() throws Exception {
    notes("demo");
    notes("scores", "show");
    Files.writeString(archive, "cla");

    assertThat(notes("scores", "show"))
        .singleElement()
        .asString()
        .doesNotContain("SharedArchiveFile");
  }

  @Test
  void ofSourcesFromTheFutureEachCommandBuildsOnce() throws Exception {
    Path source = Files.createFile(home.resolve("src/main/Main.java"));
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plus(Duration.ofDays(1))));

    assertThat(notes("scores", "show")).filteredOn("mvn"::equals).hasSize(1);
    assertThat(notes("scores", "show")).filteredOn("mvn"::equals).hasSize(1);
  }

  @Test
  void whereNothingCanBeWrittenTheSettingsOfTheProgramServe() throws Exception {
    notes("scores", "show");
    Files.delete(home.resolve("target/spark/conf"));
    Files.createFile(home.resolve("target/spark/conf"));

    assertThat(notes("scores", "show")).containsExactly("java -cp " + allJars() + " Submit");
  }

  @Test
  void archivedClassesOfAnotherBuildAreNotUsed() throws Exception {
    notes("demo");
    notes("scores", "show");
    Files.setLastModifiedTime(
        home.resolve("target/chm-corr.jar"), FileTime.from(Instant.now().plusSeconds(60)));

    assertThat(notes("scores", "show"))
        .singleElement()
        .asString()
        .doesNotContain("SharedArchiveFile");
    assertThat(notes("demo")).singleElement().asString().contains("ArchiveClassesAtExit");
  }

  /** Which a small job does not earn back; the last value of an option counts. */
  @Test
  void codeIsCompiledASecondTimeForLongJobsOnly() throws Exception {
    Path few = images("few", 1000);
    Path many = images("many", 1001);
    Path tars = Files.createDirectories(home.resolve("tars"));
    Files.createFile(tars.resolve("train-000.tar"));
    Path linked = Files.createDirectories(home.resolve("linked"));
    Path ranked = rankings("ranked", 60);
    Path all = rankings("all", 70);

    Files.createSymbolicLink(linked.resolve("rankings"), all.resolve("rankings"));

    assertThat(compilesOnce("demo")).isTrue();
    assertThat(compilesOnce("scores", "show")).isFalse();
    assertThat(compilesOnce("picture", "run", "--query", "3")).isTrue();
    assertThat(compilesOnce("picture", "run", "--all")).isFalse();
    assertThat(compilesOnce("picture", "run", "--queries=3-900")).isFalse();
    assertThat(compilesOnce("knn", "--train", tars.toString(), "--val", few.toString())).isFalse();
    assertThat(compilesOnce("knn", "--train", few.toString(), "--val=" + few)).isTrue();
    assertThat(compilesOnce("knn", "--train", many.toString(), "--val", few.toString())).isFalse();
    assertThat(compilesOnce("knn", "--train=" + few, "--val", many.toString())).isFalse();
    assertThat(compilesOnce("knn", "--val=" + few, "--train=" + many, "--train=" + few)).isTrue();
    assertThat(compilesOnce("knn", "--train", "file:" + few, "--val", few.toString())).isFalse();
    assertThat(compilesOnce("knn", "--train")).isFalse();
    assertThat(compilesOnce("rerank", "--out", ranked.toString())).isTrue();
    assertThat(compilesOnce("rerank", "--knn", ranked.toString(), "--out=new")).isTrue();
    assertThat(compilesOnce("rerank", "--knn", all.toString(), "--out=" + ranked)).isFalse();
    assertThat(compilesOnce("rerank", "--knn", "scores.pickle", "--out=new")).isFalse();
    assertThat(compilesOnce("rerank", "--out", linked.toString())).isFalse();
    assertThat(compilesOnce("rerank", "--out", few.toString())).isFalse();
  }

  private boolean compilesOnce(String... command) throws Exception {
    return notes(command).stream().anyMatch(note -> note.contains(" -XX:TieredStopAtLevel=1 "));
  }

  private Path images(String folder, int number) throws IOException {
    Path images = Files.createDirectories(home.resolve(folder).resolve("a class"));
    for (int i = 0; i < number; i++) {
      Files.createFile(images.resolve(i + ".jpg"));
    }
    return home.resolve(folder);
  }

  private Path rankings(String run, int kibibytes) throws IOException {
    Path table = Files.createDirectories(home.resolve(run).resolve("rankings"));
    Files.write(table.resolve("part.parquet"), new byte[kibibytes << 10]);
    return home.resolve(run);
  }

  /** What Spark is given it copies, and sends; one process needs neither. */
  @Test
  void onlyAClusterIsGivenTheJars() throws Exception {
    String given =
        "--jars %s/target/natives/a.jar %s/target/chm-corr.jar scores show".formatted(home, home);
    String none = "--name chm-corr spark-internal scores show";
    Path settings = Files.createDirectories(home.resolve("settings"));

    for (String master : List.of("local", "local[2]", "local[*, 4]")) {
      assertThat(launched(Map.of(), "--master", master, "scores", "show")).endsWith(none);
    }
    for (String master : List.of("spark://a:7077", "local-cluster[2,1,1024]")) {
      assertThat(launched(Map.of(), "--master", master, "scores", "show")).endsWith(given);
    }
    // Which may name another master.
    assertThat(launched(Map.of(), "--properties-file", "own.conf", "scores", "show"))
        .endsWith(given);
    assertThat(launched(Map.of("SPARK_CONF_DIR", settings.toString()), "scores", "show"))
        .endsWith(given);
    // Those lie beside the program's own, and it must find them.
    assertThat(launched(Map.of(), "--packages", "a:b:1", "scores", "show")).endsWith(given);
    Files.writeString(home.resolve("conf/local.conf"), "\nspark.jars.packages a:b:1\n", APPEND);
    assertThat(launched(Map.of(), "scores", "show")).endsWith(given);

    distribution();
    assertThat(submitted("scores", "show")).endsWith(given);
  }

  private String launched(Map<String, String> variables, String... command) throws Exception {
    String java = notes(variables, command).stream().reduce((first, last) -> last).orElseThrow();
    String launched = Files.readString(home.resolve("notes.launched")).strip();
    assertThat(java)
        .endsWith("-cp %s Submit".formatted(launched.contains(" --jars ") ? "jars" : allJars()));
    return launched;
  }

  /** Spark's, the program's and the natives'. */
  private String allJars() {
    return "jars:%s/target/chm-corr.jar:%s/target/natives/a.jar".formatted(home, home);
  }

  @Test
  void sparksOwnClassIsRunByOneThatTakesSignals() throws Exception {
    Map<String, String> own = Map.of("SUBMITTER", "org.apache.spark.deploy.SparkSubmit");

    assertThat(notes(own, "scores", "show"))
        .last(as(InstanceOfAssertFactories.STRING))
        .endsWith("-cp " + allJars() + " " + Start.class.getName());
  }

  @Test
  void aDistributionWithoutSettingsOfItsOwnHasThoseOfALocalRun() throws Exception {
    String local = "--properties-file " + home.resolve("conf/local.conf") + " ";
    String own = "--properties-file own.conf";
    Path distribution = distribution();

    assertThat(submitted("scores", "show")).contains(local);
    assertThat(submitted("--master", "local[2]", "scores", "show")).contains(local);
    assertThat(submitted("--properties-file", "own.conf", "scores", "show"))
        .contains(own)
        .doesNotContain(local);
    for (String option : List.of("--master=yarn", "--conf=spark.master=yarn")) {
      assertThat(submitted(option, "scores", "show")).doesNotContain("--properties-file");
    }
    assertThat(submitted("--conf", "spark.master=yarn", "scores", "show"))
        .doesNotContain("--properties-file");

    Files.createDirectories(distribution.resolve("conf"));
    Files.createFile(distribution.resolve("conf/spark-defaults.conf"));
    assertThat(submitted("scores", "show")).doesNotContain("--properties-file");
  }

  @Test
  void modelsAreImportedWithoutSparkUnlessStorageNeedsItsSettings() throws Exception {
    distribution();

    assertPlain("a.pth", "--out", "a.pt");
    assertPlain("file:/x/a.pth", "--out=file:///x/a.pt");
    assertSubmitted("s3a://bucket/a.pth", "--out", "a.pt");
    assertSubmitted("a.pth", "--out=hdfs:/models/a.pt");
    assertThat(submitted("--conf", "spark.hadoop.x=y", "import-model", "chm", "a", "--out", "b"))
        .contains("--conf spark.hadoop.x=y ")
        .endsWith(" import-model chm a --out b");
    // Where Hadoop is configured, a path without a scheme may be one on HDFS.
    Map<String, String> configured = new HashMap<>(withDistribution());
    configured.put("HADOOP_CONF_DIR", "/etc/hadoop");
    assertThat(submitted(configured, importing("a.pth", "--out", "a.pt")))
        .endsWith(" import-model chm a.pth --out a.pt");
  }

  @Test
  void whatIsNoCommandStartsNoSpark() throws Exception {
    distribution();

    for (String word : List.of("knm", "score", "-V", "help")) {
      assertThat(notes(withDistribution(), "--master", "local[2]", word, "x"))
          .filteredOn(note -> !note.equals("mvn"))
          .singleElement()
          .asString()
          .endsWith(" dev.chmcorr.cli.Main " + word + " x");
    }
  }

  @Test
  void theProgramIsAskedForItsCommandsOnceAfterEachBuild() throws Exception {
    Path asked = home.resolve("notes.commands");
    notes("scores", "show");
    notes("scores", "show");
    assertThat(asked).content().hasLineCount(1);

    Files.setLastModifiedTime(
        home.resolve("target/chm-corr.jar"), FileTime.from(Instant.now().plusSeconds(60)));
    notes("scores", "show");
    assertThat(asked).content().hasLineCount(2);
  }

  @Test
  void whereTheCommandsCannotBeListedAnyWordIsTaken() throws Exception {
    distribution();
    Map<String, String> broken = new HashMap<>(withDistribution());
    broken.put("BROKEN", "1");

    assertThat(submitted(broken, "knm")).endsWith(" knm");
    assertThat(home.resolve("target")).isDirectoryNotContaining("glob:**/commands*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--foo knn --name x | Unknown option --foo before the command, where options are spark-submit's; those of the command go after it (see --help)",
        "--master local[2] -x scores show | Unknown option -x before the command, where options are spark-submit's; those of the command go after it (see --help)",
        "--train=birds knn | Unknown option --train before the command, where options are spark-submit's; those of the command go after it (see --help)",
        "--master | Missing value of --master (an option of spark-submit)",
        "--master scores | Missing command after --master scores (see --help)",
        "--verbose --name=knn | Missing command after --verbose --name=knn (see --help)"
      })
  void anOptionSwallowsNoCommandSilently(String line, String message) throws Exception {
    Outcome outcome = run(Map.of(), line.split(" "));

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.log()).isEqualTo("chm-corr: " + message + System.lineSeparator());
    assertThat(home.resolve("notes")).doesNotExist();
  }

  /** The program's own Spark has no jars for them; a file of settings names them too. */
  @Test
  void yarnAndKubernetesNeedADistribution() throws Exception {
    Files.writeString(home.resolve("own.conf"), "spark.driver.memory 4g\nspark.master   yarn\n");
    String own = home.resolve("own.conf").toString();
    String cluster = "k8s://https://a:6443";

    for (List<String> options :
        List.of(
            List.of("--master", "yarn"),
            List.of("--properties-file", own),
            List.of("--master", cluster, "--properties-file", own))) {
      List<String> line = new ArrayList<>(options);
      line.addAll(List.of("scores", "show"));
      Outcome outcome = run(Map.of(), line.toArray(String[]::new));

      assertThat(outcome.code()).isEqualTo(3);
      assertThat(outcome.log())
          .endsWith(
              "chm-corr: Cannot run on %s without a Spark distribution; set SPARK_HOME\n"
                  .formatted(options.contains(cluster) ? cluster : "yarn"));
    }
    // What the command line says goes before.
    assertThat(notes("--master", "local", "--properties-file", own, "scores", "show")).isNotEmpty();
    Files.writeString(
        home.resolve("own.conf"), "spark.master=spark://a:7077\n#spark.master yarn\n");
    assertThat(notes("--properties-file", own, "scores", "show")).isNotEmpty();
    distribution();
    assertThat(submitted("--master", "yarn", "scores", "show")).contains("--master yarn");
  }

  /** Spark's own parser says which there are. */
  @Test
  void allOptionsOfSparkSubmitAreKnown() throws Exception {
    distribution();
    List<String> line = new ArrayList<>();
    for (String[] option : optionsOfSpark()) {
      for (String name : option) {
        line.addAll(List.of(name, name.contains("conf") ? "a.b=c" : "yarn"));
      }
    }
    line.addAll(List.of("--supervise", "--verbose", "-v", "--load-spark-defaults"));
    String all = String.join(" ", line);
    line.addAll(List.of("scores", "show"));

    assertThat(submitted(line.toArray(String[]::new))).contains(all).endsWith(" scores show");
  }

  private static String[][] optionsOfSpark() throws ReflectiveOperationException {
    Class<?> parser = Class.forName("org.apache.spark.launcher.SparkSubmitOptionParser");
    Constructor<?> constructor = parser.getDeclaredConstructor();
    constructor.setAccessible(true);
    Field names = parser.getDeclaredField("opts");
    names.setAccessible(true);
    return (String[][]) names.get(constructor.newInstance());
  }

  private void assertPlain(String... paths) throws Exception {
    assertThat(notes(withDistribution(), importing(paths)))
        .filteredOn(note -> !note.equals("mvn"))
        .singleElement()
        .asString()
        .endsWith(" dev.chmcorr.cli.Main import-model chm " + String.join(" ", paths));
  }

  private void assertSubmitted(String... paths) throws Exception {
    assertThat(submitted(importing(paths)))
        .endsWith(" import-model chm " + String.join(" ", paths));
  }

  private static String[] importing(String... paths) {
    List<String> command = new ArrayList<>(List.of("import-model", "chm"));
    command.addAll(List.of(paths));
    return command.toArray(String[]::new);
  }

  @Test
  void whereOnlyAsciiWouldBeDecodedTheLocaleIsOneOfUtf8() throws Exception {
    executable("bin/locale", LOCALE);

    assertThat(locale("ANSI_X3.4-1968", "UTF-8")).isEqualTo("C.UTF-8");
    assertThat(locale("ANSI_X3.4-1968", "ANSI_X3.4-1968")).isEqualTo("as it was");
    for (String charmap : List.of("UTF-8", "ISO-8859-1")) {
      assertThat(locale(charmap, "UTF-8")).as(charmap).isEqualTo("as it was");
    }
  }

  private String locale(String charmap, String other) throws IOException, InterruptedException {
    notes(Map.of("CHARMAP", charmap, "OTHER", other), "scores", "show");
    return Files.readString(home.resolve("notes.locale")).strip();
  }

  /** Stands for one of Spark's. */
  private Path distribution() throws IOException {
    executable("spark/bin/spark-submit", "#!/usr/bin/env bash\necho \"submit $*\" >> \"$NOTES\"\n");
    return home.resolve("spark");
  }

  private Map<String, String> withDistribution() {
    return Map.of("SPARK_HOME", home.resolve("spark").toString());
  }

  /** What its spark-submit was asked to do. */
  private String submitted(String... command) throws IOException, InterruptedException {
    return submitted(withDistribution(), command);
  }

  private String submitted(Map<String, String> variables, String... command)
      throws IOException, InterruptedException {
    return notes(variables, command).stream()
        .filter(note -> note.startsWith("submit "))
        .findFirst()
        .orElseThrow();
  }

  private void executable(String name, String text) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> notes(String... command) throws IOException, InterruptedException {
    return notes(Map.of(), command);
  }

  /** Runs a command; gives what the stand-ins were asked to do meanwhile. */
  private List<String> notes(Map<String, String> variables, String... command)
      throws IOException, InterruptedException {
    Outcome outcome = run(variables, command);
    assertThat(outcome.code()).as(outcome.log()).isZero();
    return Files.readAllLines(home.resolve("notes"));
  }

  /** Maven, which a terminal tells of Ctrl-C too, ends as if it had failed. */
  @Test
  void aBuildThatIsStoppedIsNoBuildThatFailed() throws Exception {
    Path log = home.resolve("log");
    Process process = start(Map.of("STOPPED", "1"), log, "scores", "show");
    while (!Files.exists(home.resolve("notes"))) {
      assertThat(process.isAlive()).isTrue();
      Thread.sleep(10);
    }
    process.toHandle().destroy();

    assertThat(process.waitFor()).isEqualTo(143);
    assertThat(log)
        .content()
        .contains("building")
        .endsWith("chm-corr: stopped; nothing had begun" + System.lineSeparator())
        .doesNotContain("Cannot");
  }

  private Outcome run(Map<String, String> variables, String... command)
      throws IOException, InterruptedException {
    Path log = home.resolve("log");
    Process process = start(variables, log, command);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return new Outcome(process.exitValue(), Files.readString(log, StandardCharsets.UTF_8));
  }

  private Process start(Map<String, String> variables, Path log, String... command)
      throws IOException {
    Path notes = home.resolve("notes");
    Files.deleteIfExists(notes);
    List<String> line = new ArrayList<>(List.of(home.resolve("submit/chm-corr").toString()));
    line.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment
        .keySet()
        .removeAll(
            List.of("JAVA_HOME", "SPARK_HOME", "SPARK_CONF_DIR", "HADOOP_CONF_DIR", "LC_ALL"));
    environment.putAll(variables);
    environment.put("PATH", home.resolve("bin") + ":" + environment.get("PATH"));
    environment.put("NOTES", notes.toString());
    return builder.redirectOutput(log.toFile()).start();
  }
}
