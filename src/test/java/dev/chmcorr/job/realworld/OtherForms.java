package dev.chmcorr.job.realworld;

import dev.chmcorr.job.shards.TableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.parquet.io.api.Binary;

/**
 * Writes the images of class folders as lists and tables.
 *
 * @param images files, each in the folder of its class
 */
record OtherForms(List<Path> images) {
  private static final int PARTS = 40;

  /** A list of them beside a folder into which they are copied. */
  void list(Path list) throws IOException {
    for (Path image : images) {
      Path copy = list.resolveSibling(name(image, "/"));
      Files.createDirectories(copy.getParent());
      Files.copy(image, copy);
    }
    Files.writeString(list, text(list.getFileName().toString()));
  }

  private String text(String list) {
    return switch (list) {
      case "commas.csv" -> "file_name,label\n" + lines("%s,%s\n", "/");
      case "windows.csv" -> "path,class\n" + lines("%s,%s\n", "\\");
      case "blanks.txt" -> "filename label\n" + lines("%s %s\n", "/");
      case "objects.jsonl" -> lines("{\"path\": \"%s\", \"class\": \"%s\"}\n", "/");
      case "map.json" -> "{" + lines("\"%s\": \"%s\",\n", "/").replaceFirst(",\n$", "}");
      default -> throw new IllegalArgumentException(list);
    };
  }

  private String lines(String line, String separator) {
    return images.stream()
        .map(image -> line.formatted(name(image, separator), className(image)))
        .collect(Collectors.joining());
  }

  /** A table of 40 files, some of them without rows, with a column of nanoseconds beside. */
  void table(Path folder) throws IOException {
    for (int part = 0; part < PARTS; part++) {
      TableFile file =
          new TableFile(
              "optional int64 taken (TIMESTAMP(NANOS,true)); optional binary image;"
                  + "optional binary class (STRING); optional binary path (STRING);");
      if (part < images.size()) {
        Path image = images.get(part);
        Binary bytes = Binary.fromConstantByteArray(Files.readAllBytes(image));
        file.row(
            row ->
                row.append("taken", 1L)
                    .append("image", bytes)
                    .append("class", className(image))
                    .append("path", name(image, "/")));
      }
      file.write(folder.resolve("part-%05d.parquet".formatted(part)));
    }
  }

  private static String className(Path image) {
    return image.getParent().getFileName().toString();
  }

  private static String name(Path image, String separator) {
    return className(image) + separator + image.getFileName();
  }
}
