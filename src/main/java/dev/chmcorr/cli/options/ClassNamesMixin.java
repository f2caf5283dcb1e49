package dev.chmcorr.cli.options;

import picocli.CommandLine.Option;

/** The option that names classes for people. */
public final class ClassNamesMixin {
  @Option(
      names = "--class-names",
      paramLabel = "FILE",
      description =
          "What classes are called, where their folders have other names: a folder and its name a line (n01440764 tench; with a comma in .csv, a tab in .tsv), or JSON {FOLDER: NAME}, or torchvision's imagenet_class_index.json. Folders that are not in it are shown as they are.")
  private String file;

  /** Null if there is none. */
  public String file() {
    return file;
  }
}
