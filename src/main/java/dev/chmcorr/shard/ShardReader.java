package dev.chmcorr.shard;

import dev.chmcorr.domain.PassedOver;
import dev.chmcorr.domain.PassedOver.Why;
import dev.chmcorr.domain.ShardLocation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Finds the images of a shard and the classes that they belong to. */
public final class ShardReader {
  private static final String TAR = ".tar";

  /** What names of tars begin with that are no class's. */
  private static final String SHARD =
      "(?:shard|part|chunk|batch|archive|tar|split|fold|subset|image|img|photo|picture|pic)(?:e?s)?"
          + "|data|dataset|train(?:ing)?|val(?:idation)?|test(?:ing)?";

  /**
   * What may be the name of a class, as that of a tar: a WordNet id, or anything that does not end
   * in a digit, as the names of shards do, nor begins with the word for one.
   */
  private static final Pattern CLASS =
      Pattern.compile("n\\d{8}|(?!(?i:" + SHARD + ")(?![a-zA-Z])).*\\D", Pattern.DOTALL);

  private final Shard shard;
  private final ShardNames names;
  private final List<TarMember> images = new ArrayList<>();
  private final Samples samples;
  private final PassedOver passedOver = new PassedOver();
  private boolean tars;

  private ShardReader(Shard shard, ShardNames names) {
    this.shard = shard;
    this.names = names;
    this.samples = new Samples(shard, passedOver);
  }

  /**
   * Reads a shard's headers, and its labels if it has any. Nothing counts as hidden.
   *
   * @param isImage whether a file is an image, by its name
   */
  public static ShardImages read(Shard shard, Predicate<String> isImage) throws IOException {
    return read(shard, new ShardNames(isImage, name -> false));
  }

  /** Reads a shard's headers, and its labels if it has any. */
  public static ShardImages read(Shard shard, ShardNames names) throws IOException {
    ShardReader reader = new ShardReader(shard, names);
    TarScanner.scan(shard, reader::isWanted, reader::passOver).forEach(reader::add);
    if (reader.tars && reader.images.isEmpty()) {
      throw shard.unusable("it is a tar of tars; unpack it once and give the folder of tars");
    }
    return reader.images();
  }

  private boolean isWanted(String name) {
    return !names.hidden().test(name)
        && (names.image().test(name) || Samples.isLabel(name) || names.isJson(name) || isTar(name));
  }

  private static boolean isTar(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(TAR);
  }

  private void passOver(String name) {
    if (!names.hidden().test(name)) {
      passedOver.addEnding(name);
      return;
    }
    passedOver.add(Why.HIDDEN, name);
    if (names.image().test(name)) {
      passedOver.add(Why.HIDDEN_IMAGE, name);
    }
  }

  private void add(TarMember member) {
    if (names.image().test(member.name())) {
      images.add(member);
    } else if (Samples.isLabel(member.name())) {
      samples.label(member);
    } else if (names.isJson(member.name())) {
      samples.json(member);
    } else {
      tars = true;
      passedOver.addEnding(member.name());
    }
  }

  private ShardImages images() throws IOException {
    samples.readJson(names.labels().field());
    if (images.isEmpty()) {
      return of(ShardImages.Layout.EMPTY, List.of());
    }
    if (names.labels().elsewhere()) {
      return of(ShardImages.Layout.UNLABELLED, locations(""));
    }
    if (samples.areLabelled()) {
      return of(ShardImages.Layout.LABELS, samples.of(images));
    }
    if (images.stream().anyMatch(image -> image.name().contains("/"))) {
      return of(ShardImages.Layout.FOLDERS, inFolders());
    }
    String className = shard.baseName();
    boolean flat =
        CLASS.matcher(className).matches()
            && images.stream().allMatch(image -> beginsWith(image.name(), className));
    return flat
        ? of(ShardImages.Layout.FLAT, locations(className + "/"))
        : of(ShardImages.Layout.UNLABELLED, locations(""));
  }

  private ShardImages of(ShardImages.Layout layout, List<ShardLocation> found) {
    return new ShardImages(layout, found, passedOver);
  }

  /** Whether a file's name is a tar's and more, of which the tar's stands apart. */
  private static boolean beginsWith(String file, String className) {
    return file.length() > className.length()
        && file.startsWith(className)
        && !Character.isLetterOrDigit(file.codePointAt(className.length()));
  }

  private List<ShardLocation> inFolders() {
    List<ShardLocation> found = new ArrayList<>();
    for (TarMember image : images) {
      if (image.name().contains("/")) {
        found.add(image.location(shard, image.name()));
      } else {
        passedOver.add(Why.NO_CLASS, image.name());
      }
    }
    return found;
  }

  private List<ShardLocation> locations(String folder) {
    return images.stream().map(image -> image.location(shard, folder + image.name())).toList();
  }
}
