package dev.chmcorr.bench;

import dev.chmcorr.demo.BirdGenerator;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.folder.ImageFolder;
import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.tools.ImportModelJob.Kernel;
import dev.chmcorr.job.tools.ImportModelJob.Kind;
import dev.chmcorr.job.tools.ImportModelJob;
import dev.chmcorr.job.tools.ImportModelOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The images, networks and interpreter that a benchmark uses; made where they are not given. */
final class Material {
  private static final BirdGenerator.Options BIRDS = new BirdGenerator.Options(25, 16, 4, 2022);

  @Option(
      names = "--train",
      paramLabel = "DIR",
      description = "Gallery images, ImageFolder layout. Default: 400 drawn birds.")
  private Path train;

  @Option(
      names = "--val",
      paramLabel = "DIR",
      description = "Query images, ImageFolder layout. Default: 100 drawn birds.")
  private Path val;

  @Option(
      names = "--resnet",
      paramLabel = "FILE.pth",
      description = "torchvision's ResNet-50 checkpoint. Default: random weights.")
  private Path resnet;

  @Option(
      names = "--chm",
      paramLabel = "FILE.pt",
      description = "CHMNet's checkpoint, pas_psi.pt. Default: random weights.")
  private Path chm;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description = "Interpreter of the other side. Default: python3, if it has torch.")
  private String python;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Measured rounds of each side. Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      defaultValue = "target/bench",
      description = "Folder for what is made. Default: ${DEFAULT-VALUE}")
  private Path context;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Where to write what both sides took.")
  private Path json;

  int rounds() {
    return rounds;
  }

  Optional<Path> json() {
    return Optional.ofNullable(json);
  }

  /** The options that name the same material to another process. */
  List<String> arguments() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("--train", train);
    options.put("--val", val);
    options.put("--resnet", resnet);
    options.put("--chm", chm);
    options.put("--python", python);
    options.put("--work", context);
    return options.entrySet().stream()
        .filter(option -> option.getValue() != null)
        .flatMap(option -> Stream.of(option.getKey(), option.getValue().toString()))
        .toList();
  }

  /** A file or folder of the work folder. */
  Path context(String name) throws IOException {
    Files.createDirectories(context);
    return context.resolve(name).toAbsolutePath();
  }

  Optional<String> python(String module) {
    return Python.find(python, module);
  }

  Path train() throws IOException {
    return train == null ? birds().resolve("train") : train.toAbsolutePath();
  }

  Path val() throws IOException {
    return val == null ? birds().resolve("val") : val.toAbsolutePath();
  }

  private Path birds() throws IOException {
    Path root = context("birds");
    if (!Files.exists(root.resolve("images.txt"))) {
      System.out.println("drawing birds in " + root);
      BirdGenerator.write(root, BIRDS);
    }
    return root;
  }

  /** Image files below a folder, in ImageFolder order. */
  static List<Path> images(Path root) throws IOException {
    try (var files = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      return files
          .filter(file -> ImageFolder.isImageName(file.getFileName().toString()))
          .sorted()
          .toList();
    }
  }

  /** A text file with one path a line, for the other side. */
  Path list(String name, List<?> lines) throws IOException {
    return Files.write(
        context(name), lines.stream().map(Object::toString).toList(), StandardCharsets.UTF_8);
  }

  Path resnetCheckpoint() throws IOException {
    return resnet == null ? random("resnet50.pth") : resnet;
  }

  Path chmCheckpoint() throws IOException {
    return chm == null ? random("pas_psi.pt") : chm;
  }

  private Path random(String name) throws IOException {
    Path file = context(name);
    if (!Files.exists(file)) {
      String interpreter =
          python("torchvision")
              .orElseThrow(
                  () ->
                      new UserException(
                          "Cannot make checkpoints: no Python with torch and torchvision; give --resnet and --chm"));
      System.out.println("making checkpoints of random weights in " + context);
      run(
          Python.command(
              interpreter,
              "checkpoints.py",
              List.of(context("resnet50.pth"), context("pas_psi.pt"))));
    }
    return file;
  }

  /** Runs a process to its end. */
  static void run(ProcessBuilder command) throws IOException {
    try {
      int code = command.inheritIO().start().waitFor();
      if (code != 0) {
        throw new UserException("Failed with exit code %d: %s".formatted(code, command.command()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The trunk as this program runs it; imported anew, since the code may have changed. */
  Path trunkArchive() throws IOException {
    return archive(Kind.RESNET, resnetCheckpoint(), "trunk.archive.pt");
  }

  /** The Hough matching network as this program runs it. */
  Path chmArchive() throws IOException {
    return archive(Kind.CHM, chmCheckpoint(), "chm.archive.pt");
  }

  private Path archive(Kind kind, Path checkpoint, String name) throws IOException {
    Path file = context(name);
    ImportModelJob.run(
        silent(), new ImportModelOptions(kind, checkpoint.toAbsolutePath().toString(), file.toString()));
    return file;
  }

  /** A console that says nothing. */
  static Console silent() {
    PrintStream nothing =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new Console(nothing, nothing);
  }
}
