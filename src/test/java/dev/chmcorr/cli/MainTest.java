package dev.chmcorr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.domain.Limits;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private record Outcome(int code, String out, String err) {}

  @SuppressWarnings("SystemOut")
  private static Outcome run(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream newOut = new ByteArrayOutputStream();
    ByteArrayOutputStream newErr = new ByteArrayOutputStream();
    System.setOut(new PrintStream(newOut, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(newErr, true, StandardCharsets.UTF_8));
    try {
      int code = Main.run(arguments);
      return new Outcome(
          code, newOut.toString(StandardCharsets.UTF_8), newErr.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import-model",
        "knn",
        "rerank",
        "rescore",
        "report",
        "picture",
        "sql",
        "schema",
        "scores",
        "masks",
        "demo",
        "doctor"
      })
  void everyCommandExplainsItself(String command) {
    Outcome outcome = run(command, "--help");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("Usage: ", command);
  }

  @Test
  void aWrongCommandLineIsOneLineAndAHint() {
    Outcome outcome = run("knn", "--k", "many");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("chm-corr: ").contains("many").contains("knn --help");
    assertThat(outcome.err().lines()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "knn, --max-pixels 0, 1..715827879",
    "knn, --max-image-mib 4096, 1..2048",
    "rerank, --max-input-mib -1, 1..1048576",
    "rerank, --max-image-mib 0, 1..2048",
    "masks, --max-pixels 2147483647, 1..715827879",
    "masks, --max-input-mib 0, 1..1048576",
    "import-model, --max-input-mib 0, 1..1048576",
    "import-model, --max-input-mib 1GiB, 1..1048576",
    "scores import, --max-input-mib 2000000, 1..1048576"
  })
  void aLimitThatMakesNoSenseIsAWrongCommandLine(String command, String option, String range) {
    Outcome outcome = run((command + " " + option).split(" "));

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .startsWith(
            "chm-corr: Invalid value for option '%s': '%s' is not a whole number of %s"
                .formatted(option.split(" ")[0], option.split(" ")[1], range))
        .contains("Try: submit/chm-corr " + command + " --help");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "knn | --k 0 | Invalid --k: 0 (must be at least 1)",
        "knn | --k -1 | Invalid --k: -1 (must be at least 1)",
        "knn | --k 2147483648 | Invalid value for option '--k': '2147483648' is not an int",
        "knn | --bs -1 | Invalid --bs: -1 (must be 1..4096, or 0 for what suits the device)",
        "knn | --bs 4097 | Invalid --bs: 4097 (must be 1..4096, or 0 for what suits the device)",
        "knn | --split x | Invalid value for option '--split': 'x' is not an int",
        "rerank | --N 0 | Invalid --N: 0 (must be at least 1)",
        "rerank | --K 0 | Invalid --K: 0 (must be 1..50, the value of --N)",
        "rerank | --K 51 | Invalid --K: 51 (must be 1..50, the value of --N)",
        "rerank | --N 10 | Invalid --K: 20 (must be 1..10, the value of --N)",
        "rerank | --T 2 | Invalid --T: 2.0 (must be 0..1)",
        "rerank | --T -0.1 | Invalid --T: -0.1 (must be 0..1)",
        "rerank | --T NaN | Invalid --T: NaN (must be 0..1)",
        "rerank | --T 0,5 | Invalid value for option '--T': '0,5' is not a double",
        "rerank | --bs -1 | Invalid --bs: -1 (must be 1..4096, or 0 for what suits the device)",
        "rerank | --cache-mib 0 | Invalid --cache-mib: 0 (must be at least 1)",
        "rescore | --T 0.4:0.7 | Invalid --T: 0.4:0.7 (a range is FROM:TO:STEP, as 0.4:0.7:0.05)",
        "rescore | --N 10:50:0 | Invalid --N: 10:50:0 (its step must be more than 0)",
        "rescore | --N 0 | Invalid --N: 0 (must be at least 1)",
        "rescore | --N 5,10 --K 20 | Invalid --K: 20 (must be 1..10, the largest value of --N)",
        "rescore | --parts 50 | Invalid --parts: 50 (must be 1..49)",
        "rescore | --mask m.json --T 0.5 | Unsupported --T: with --mask no attention is weighed; --mask attention,FILE scores both ways",
        "rescore | --mask m.json --parts 3 | Unsupported --parts: with --mask no attention is weighed; --mask attention,FILE scores both ways",
        "knn | --max-failures 1e3 | Invalid value for option '--max-failures': '1e3' is not a number of images such as 100, or a percentage of them such as 1%",
        "sweep | --max-failures 101% | Invalid value for option '--max-failures': '101%' is not a number of images such as 100, or a percentage of them such as 1%",
        "knn | --limit 0 | Invalid --limit: 0 (must be at least 1)",
        "knn | --sample 0 | Invalid --sample: 0 (must be at least 1)",
        "knn | --queries 3- | Invalid --queries: '3-' (must be ids and ranges of ids, as 3,17,20-29)",
        "knn | --seed 1 | Invalid --seed: there is no --sample that it would be for",
        "rerank | --seed 1 --limit 3 | Invalid --seed: there is no --sample that it would be for",
        "rerank | --limit 3 --sample 2 | Invalid options: give one of --queries, --limit and --sample",
        "scores show | --query -1 | Invalid --query: -1 (must be at least 0)",
        "scores show | --limit 0 | Invalid --limit: 0 (must be at least 1)",
        "scores show | --limit -1 | Invalid --limit: -1 (must be at least 1)",
        "picture | --overwrite | Missing required option: '--query=ID', '--queries=IDS' or '--all'",
        "picture | --query -1 | Invalid --query: -1 (must be at least 0)",
        "picture | --queries 3,x | Invalid --queries: 'x' (must be ids and ranges of ids, as 3,17,20-29)",
        "picture | --query 1 | Invalid --out: o (must be the name of a file that ends in .png, .svg or .pdf)",
        "picture | --query 1 --format svg | Invalid --out: o (must be the name of a file that ends in .svg)",
        "picture | --all --train t | Unsupported --train, --val: a run says itself where its images are",
        "demo | --species 2 | Invalid --species: 2 (must be 3..100)",
        "demo | --species 101 | Invalid --species: 101 (must be 3..100)"
      })
  void aNumberOutOfItsRangeIsAWrongCommandLine(String command, String option, String message) {
    Outcome outcome = run((needed(command) + " " + option).split(" "));

    assertThat(outcome.err())
        .isEqualTo("chm-corr: %s%nTry: submit/chm-corr %s --help%n".formatted(message, command));
    assertThat(outcome.code()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        ".",
        "..",
        "../x",
        "a/b",
        "_embeddings",
        "cub:v2",
        "2026-11-23T10:00",
        "a\\b",
        "x*",
        "x?",
        "[x]",
        "{x}",
        "a\nb"
      })
  void aNameThatIsNoFolderIsAWrongCommandLine(String name) {
    for (String command : List.of("knn", "scores import")) {
      List<String> arguments = new ArrayList<>(List.of(needed(command).split(" ")));
      arguments.set(arguments.indexOf("--name") + 1, name);

      Outcome outcome = run(arguments.toArray(new String[0]));

      assertThat(outcome.code()).isEqualTo(2);
      assertThat(outcome.err()).startsWith("chm-corr: Invalid --name: '");
      assertThat(outcome.err().lines()).hasSize(2);
    }
  }

  /** The command with all options that it must have. */
  private static String needed(String command) {
    return switch (command) {
      case "knn" -> "knn --train t --val v --model m.pt --out o --name n";
      case "rerank" -> "rerank --train t --val v --model m.pt --chm c.pt --knn k --out o";
      case "scores import" -> "scores import s.pickle --train t --val v --out o --name n";
      case "picture" -> "picture r --out o";
      case "scores show" -> "scores show r";
      case "rescore" -> "rescore r --out o";
      default -> command;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "knn, true, false",
    "rerank, true, true",
    "rescore, false, true",
    "masks, true, true",
    "import-model, false, true",
    "scores import, true, true"
  })
  void aCommandHasTheLimitsOfWhatItReads(String command, boolean images, boolean other) {
    String help = run((command + " --help").split(" ")).out();

    assertThat(help.contains("Limits of images.")).isEqualTo(images);
    assertThat(help.contains("--max-pixels=N")).isEqualTo(images);
    assertThat(help.contains("--max-image-mib=MIB")).isEqualTo(images);
    assertThat(help.contains("--max-input-mib=MIB")).isEqualTo(other);
    for (int value : Limits.DEFAULT.all().values()) {
      boolean inputs = value == Limits.DEFAULT.inputMebibytes();
      assertThat(help.contains("Default: " + value)).isEqualTo(inputs ? other : images);
    }
  }

  @Test
  void anOptionThatIsMisspeltIsNamedRatherThanMissed() {
    Outcome outcome = run("knn", "--modle", "resnet.pt");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .startsWith("chm-corr: Unknown option '--modle'; did you mean ")
        .contains("--model")
        .doesNotContain("Missing");
  }

  @Test
  void withoutACommandItSaysWhatIsMissing() {
    assertThat(run().code()).isEqualTo(2);
    assertThat(run().err())
        .startsWith("chm-corr: Missing command; one of: import-model, knn, ")
        .contains("Try: submit/chm-corr --help");
    assertThat(run("scores").err()).contains("import, export, show or download");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "knm --k 3 | Unknown command 'knm'; one of: import-model, knn, rerank, rescore, sweep, report, picture, sql, schema, scores, models, masks, demo, doctor, help; did you mean knn? | chm-corr",
        "scores impot x | Unknown command 'impot'; one of: import, export, show, download; did you mean import? | chm-corr scores",
        "train | Unknown command 'train'; one of: import-model, knn, rerank, rescore, sweep, report, picture, sql, schema, scores, models, masks, demo, doctor, help | chm-corr"
      })
  void anUnknownCommandIsOneLineThatListsThem(String line, String message, String command) {
    Outcome outcome = run(line.split(" "));

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualTo("chm-corr: %s%nTry: submit/%s --help%n".formatted(message, command));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "knn ~ --transform multy ~ Invalid value for option '--transform': 'multy' is not one of single|multi; did you mean multi?",
        "knn ~ --precision fp16 ~ Invalid value for option '--precision': 'fp16' is not one of auto|fp32|bf16; did you mean fp32?",
        "knn ~ --device gpu ~ Invalid value for option '--device': 'gpu' is not one of auto|cpu|cuda; did you mean cpu?",
        "knn ~ --on-error ignore ~ Invalid value for option '--on-error': 'ignore' is not one of record|fail",
        "rerank ~ --axes alined ~ Invalid value for option '--axes': 'alined' is not one of published|aligned; did you mean aligned?",
        "rerank ~ --per-query xml ~ Invalid value for option '--per-query': 'xml' is not one of none|json|pickle",
        "masks ~ --parts top ~ Invalid value for option '--parts': 'top' is not one of top5|all; did you mean top5?",
        "import-model ~ resnt a.pth ~ Invalid value for positional parameter at index 0 (resnet|inat|chm): 'resnt' is not one of resnet|inat|chm; did you mean resnet?",
        "knn ~ --max-pixel 3 ~ Unknown option '--max-pixel'; did you mean --max-pixels?",
        "knn ~ --classes-of-vals=x ~ Unknown option '--classes-of-vals'; did you mean --classes-of-val?",
        "rerank ~ --n 20 ~ Unknown option '--n'; did you mean --N?",
        "knn ~ --reuse x ~ Unknown option '--reuse'",
        "knn ~ b.tar c.tar ~ Unexpected argument 'b.tar' (a glob must stand in quotes)"
      })
  void whatIsMisspeltIsGuessed(String command, String option, String message) {
    Outcome outcome = run((needed(command) + " " + option).split(" "));

    assertThat(outcome.err())
        .isEqualTo("chm-corr: %s%nTry: submit/chm-corr %s --help%n".formatted(message, command));
    assertThat(outcome.code()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--foo knn --name x", "--foo knn", "--foo=bar scores show runs/birds"})
  void anUnknownOptionBeforeTheCommandIsNotTakenForOneOfIts(String line) {
    Outcome outcome = run(line.split(" "));

    assertThat(outcome.err())
        .isEqualTo(
            "chm-corr: Unknown option '--foo' before the command, whose options go after it%nTry: submit/chm-corr --help%n"
                .formatted());
    assertThat(outcome.code()).isEqualTo(2);
  }

  @Test
  void theScriptIsToldAllCommands() {
    Outcome outcome = run("--commands");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .hasLineCount(15)
        .isEqualToIgnoringNewLines(
            "import-modelknnrerankrescoresweepreportpicturesqlschemascoresmodelsmasksdemodoctorhelp");
    assertThat(run("--help").out()).doesNotContain("--commands");
  }

  @Test
  void downloadsAreListedAndNamed() {
    assertThat(run("models", "download", "--list").out())
        .contains("pas_psi", "resnet50")
        .hasLineCount(5);
    assertThat(run("scores", "download", "pas_psi"))
        .isEqualTo(
            new Outcome(
                2,
                "",
                "chm-corr: Invalid NAME: pas_psi (must be ImageNet, ImageNet-Sketch, ImageNet-R, DAmageNet, Adversarials, CUB-iNaturalist, CUB-ResNet-50)%nTry: submit/chm-corr scores download --help%n"
                    .formatted()));
    assertThat(run("models", "download").err()).contains("Missing NAME, --all or --list");
    assertThat(run("models", "download", "pas_psi", "--out", "hdfs://host/x").err())
        .startsWith("chm-corr: Invalid --out: hdfs://host/x (must be a folder of this machine");
    assertThat(run("models", "download", "pas_psi", "--mirror", "ftp://host/x").err())
        .startsWith("chm-corr: Invalid --mirror: ftp://host/x (must be http(s)://HOST/PATH)");
    assertThat(run("models").err()).contains("Missing command: models download");
  }

  @Test
  void schemaExplainsTablesWithoutSpark() {
    assertThat(run("schema", "errors").out()).startsWith("errors: a row is ");
    assertThat(run("schema", "eror"))
        .isEqualTo(
            new Outcome(
                2,
                "",
                "chm-corr: Invalid TABLE: eror (must be one of queries, rankings, class_rankings, correspondences, class_correspondences, results, class_results, accuracies, summary, errors, embeddings)%nTry: submit/chm-corr schema --help%n"
                    .formatted()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--format parquet | Missing required option: '--out=FILE' (of --format parquet)",
        "--limit 0 | Invalid --limit: 0 (must be at least 1)",
        "--limit 3 --out x.csv | Unsupported --limit: only a table is cut; write LIMIT into the query"
      })
  void optionsOfSqlThatDoNotGoTogetherAreRefusedBeforeSparkStarts(String options, String message) {
    assertThat(run(("sql r " + options).split(" ")))
        .isEqualTo(
            new Outcome(
                2, "", "chm-corr: %s%nTry: submit/chm-corr sql --help%n".formatted(message)));
  }

  @Test
  void aWrongInputIsOneLine() {
    Outcome outcome = run("import-model", "resnet", "/no/such.pth", "--out", "/tmp/none.pt");

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err())
        .isEqualTo(
            "chm-corr: Cannot find checkpoint file:/no/such.pth: no such file or folder"
                + System.lineSeparator());
  }
}
