package dev.chmcorr.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Commands as a page of documentation has them. */
final class Readme {
  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

  private Readme() {}

  /** The blocks of shell commands of a page's section, in order. */
  static List<String> commands(Path page, String section) throws IOException {
    String text = Files.readString(page);
    int start = text.indexOf("\n## " + section + "\n");
    if (start < 0) {
      throw new IOException("Cannot find section %s in %s".formatted(section, page));
    }
    int end = text.indexOf("\n## ", start + 1);
    Matcher block = BLOCK.matcher(text.substring(start, end < 0 ? text.length() : end));
    List<String> commands = new ArrayList<>();
    while (block.find()) {
      commands.add(block.group(1));
    }
    return commands;
  }
}
