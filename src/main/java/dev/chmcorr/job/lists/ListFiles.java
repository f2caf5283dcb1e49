package dev.chmcorr.job.lists;

import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.folder.ImageNames;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** Reads lists of images, and of classes, from files. */
public final class ListFiles {
  private ListFiles() {}

  /** The rows of a file of a list's format. */
  public static ListRows rows(Storage store, Path file, ImageNames names) {
    return ListFormat.of(file.getName())
        .rows(file.toString(), () -> store.system(file).open(file), names);
  }

  /** A list of classes. */
  public static ClassList classList(Storage store, String text) throws IOException {
    Path file = store.path(text);
    store.require("--class-list", file);
    return ClassList.parse(file.toString(), lines(store, file));
  }

  /** The lines of a small file of UTF-8. */
  public static List<String> lines(Storage store, Path file) throws IOException {
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(store.read(file))).toString();
      return text.lines()
          .map(line -> line.startsWith("\uFEFF") ? line.substring(1) : line)
          .toList();
    } catch (CharacterCodingException e) {
      throw new UserException("Cannot read %s: it is no UTF-8".formatted(file), e);
    }
  }
}
