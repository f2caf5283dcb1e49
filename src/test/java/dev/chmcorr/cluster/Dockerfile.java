package dev.chmcorr.cluster;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;

/**
 * What a Dockerfile says, stage by stage.
 *
 * @param stages in order
 */
record Dockerfile(List<Stage> stages) {
  /**
   * One stage.
   *
   * @param base and name as written after FROM
   */
  record Stage(String base, List<Instruction> instructions) {
    /** The texts of all instructions of a kind. */
    List<String> all(String keyword) {
      return instructions.stream()
          .filter(one -> one.keyword.equals(keyword))
          .map(Instruction::text)
          .toList();
    }
  }

  /** An instruction, its lines joined. */
  record Instruction(String keyword, String text) {}

  /** Reads one; what stands before the first FROM is the first stage. */
  static Dockerfile read(Path file) throws IOException {
    List<Stage> stages = new ArrayList<>();
    stages.add(new Stage("", new ArrayList<>()));
    String text = Files.readString(file).replaceAll("(?m)^#.*\n", "").replace("\\\n", " ");
    for (String line : text.lines().filter(line -> !line.isBlank()).toList()) {
      String[] parts = line.split("\\s+", 2);
      if (parts[0].equals("FROM")) {
        stages.add(new Stage(parts[1], new ArrayList<>()));
      } else {
        stages.get(stages.size() - 1).instructions.add(new Instruction(parts[0], parts[1]));
      }
    }
    return new Dockerfile(List.copyOf(stages));
  }

  /** The stage whose FROM ends so. */
  Stage stage(String end) {
    return stages.stream().filter(stage -> stage.base.endsWith(end)).findFirst().orElseThrow();
  }

  /** The files that a source of COPY names, in the folder that an image is built from. */
  static List<Path> sources(String source) throws IOException {
    Path path = Path.of(source);
    PathMatcher name = FileSystems.getDefault().getPathMatcher("glob:" + path.getFileName());
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(path.getParent(), file -> name.matches(file.getFileName()))) {
      all.forEach(files::add);
    }
    return files;
  }
}
