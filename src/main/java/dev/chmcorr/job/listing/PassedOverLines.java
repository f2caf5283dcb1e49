package dev.chmcorr.job.listing;

import dev.chmcorr.domain.PassedOver;
import dev.chmcorr.domain.PassedOver.Some;
import dev.chmcorr.domain.PassedOver.Why;
import dev.chmcorr.domain.Texts;
import dev.chmcorr.image.folder.Endings;
import dev.chmcorr.job.console.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Says what a listing passed over, a line for each rule. */
public final class PassedOverLines {
  private static final int MAX_ENDINGS = 8;

  private PassedOverLines() {}

  /**
   * Prints the lines, if anything was passed over.
   *
   * @param what the option that named the data set
   */
  public static void say(Console console, String what, PassedOver passedOver) {
    for (String line : of(passedOver)) {
      console.stage("list: %s: passed over %s", what, line);
    }
  }

  static List<String> of(PassedOver passedOver) {
    List<String> lines = new ArrayList<>();
    Some hidden = passedOver.of(Why.HIDDEN);
    if (hidden != null) {
      lines.add(hidden(hidden, passedOver.of(Why.HIDDEN_IMAGE)));
    }
    if (!passedOver.endings().isEmpty()) {
      lines.add(endings(passedOver.endings()));
    }
    Some strays = passedOver.of(Why.NO_CLASS);
    if (strays != null) {
      lines.add(
          "%s in no class folder, such as %s"
              .formatted(Texts.count(strays.count(), "image"), strays.example()));
    }
    Some second = passedOver.of(Why.SECOND);
    if (second != null) {
      lines.add(
          "%s of samples, such as %s: of a key one image is taken, KEY.jpg before KEY.jpeg, KEY.png and others, all of these before KEY.more.jpg"
              .formatted(Texts.count(second.count(), "further image"), second.example()));
    }
    return lines;
  }

  private static String hidden(Some hidden, Some images) {
    if (images == null) {
      return "%s, such as %s; no image is among them".formatted(things(hidden), hidden.example());
    }
    return "%s, in all %s, such as %s; --hidden-files keep lists them as torchvision does"
        .formatted(things(hidden), Texts.count(images.count(), "image"), images.example());
  }

  private static String things(Some hidden) {
    return hidden.count() == 1
        ? "1 hidden file or folder"
        : hidden.count() + " hidden files and folders";
  }

  private static String endings(Map<String, Long> endings) {
    List<String> shown = new ArrayList<>();
    long files = 0;
    for (Map.Entry<String, Long> ending : endings.entrySet()) {
      files += ending.getValue();
      if (shown.size() < MAX_ENDINGS) {
        shown.add(ending.getValue() + " " + ending.getKey());
      }
    }
    boolean more = endings.keySet().stream().anyMatch(Endings.MORE::accepts);
    return "%s by %s: %s%s%s"
        .formatted(
            Texts.count(files, "file"),
            Texts.verb(files, "its ending", "their endings"),
            String.join(", ", shown),
            endings.size() > shown.size() ? ", ..." : "",
            more ? "; --more-endings lists .jfif, .jpe, .mpo and .gif" : "");
  }
}
