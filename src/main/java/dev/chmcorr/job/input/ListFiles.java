package dev.chmcorr.job.input;

import dev.chmcorr.domain.Texts;
import dev.chmcorr.domain.UserException;
import dev.chmcorr.image.ImageNames;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.store.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** Reads lists of images, and of classes, from files. */
final class ListFiles {
  private ListFiles() {}

  /** The images that the lists of a set name. */
  static ImageList read(JobContext context, ImageInput input, InputOptions options)
      throws IOException {
    List<ListEntry> entries = new ArrayList<>();
    ListReader.Columns columns = null;
    for (Path file : input.files()) {
      context.store().require(input.what(), file);
      ListReader.Read read =
          new ListReader(file, options, input.set())
              .read(rows(context.store(), file, options.names()));
      columns = read.columns();
      read.entries().forEach(entry -> entries.add(inFull(file, entry)));
    }
    context
        .console()
        .stage(
            "list: %s of %s, %s",
            Texts.count(entries.size(), "image"), input.root(), columns.text());
    return named(context.store(), options, new ImageList(input, base(input), entries));
  }

  /** With a path that starts from the list's folder if it is relative. */
  static ListEntry inFull(Path list, ListEntry entry) {
    try {
      return entry.withPath(ImageList.path(list.getParent(), entry.path()));
    } catch (IllegalArgumentException e) {
      throw new UserException(
          "Cannot read list %s: %s is no path (%s)"
              .formatted(list, ListFormat.shown(entry.path()), entry.where()),
          e);
    }
  }

  private static Path base(ImageInput input) {
    return input.files().get(0).getParent();
  }

  /** The images with names for classes that are numbers, if a file has them. */
  static ImageList named(Storage store, InputOptions options, ImageList list) throws IOException {
    String classes = options.lists().classList();
    return classes == null ? list : list.named(classList(store, classes));
  }

  /** The rows of a file of a list's format. */
  static ListRows rows(Storage store, Path file, ImageNames names) {
    return ListFormat.of(file.getName())
        .rows(file.toString(), () -> store.system(file).open(file), names);
  }

  /** A list of classes. */
  static ClassList classList(Storage store, String text) throws IOException {
    Path file = store.path(text);
    store.require("--class-list", file);
    return ClassList.parse(file.toString(), lines(store, file));
  }

  /** The lines of a small file of UTF-8. */
  static List<String> lines(Storage store, Path file) throws IOException {
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
