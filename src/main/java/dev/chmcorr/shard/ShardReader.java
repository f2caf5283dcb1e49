package dev.chmcorr.shard;

import dev.chmcorr.domain.ShardLocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the images of a shard and the classes that they belong to. */
public final class ShardReader {
  private static final String LABEL = ".cls";
  private static final int MAX_LABEL = 1024;
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

  /** The first dot of the file's name separates a sample's key from its extension (WebDataset). */
  private static final Pattern KEY = Pattern.compile("((?:.*/)?[^/.]+)\\.([^/.]+)", Pattern.DOTALL);

  private final Shard shard;
  private final List<TarMember> images = new ArrayList<>();
  private final Map<String, TarMember> labels = new HashMap<>();

  private ShardReader(Shard shard) {
    this.shard = shard;
  }

  /**
   * Reads a shard's headers, and its labels if it has any.
   *
   * @param isImage whether a file is an image, by its name
   */
  public static ShardImages read(Shard shard, Predicate<String> isImage) throws IOException {
    ShardReader reader = new ShardReader(shard);
    boolean tars = false;
    for (TarMember member :
        TarScanner.scan(shard, n -> isImage.test(n) || n.endsWith(LABEL) || n.endsWith(".tar"))) {
      tars |= member.name().endsWith(".tar");
      reader.add(member);
    }
    if (tars && reader.images.isEmpty()) {
      throw shard.unusable("it is a tar of tars; unpack it once and give the folder of tars");
    }
    return reader.images();
  }

  private void add(TarMember member) {
    String name = member.name();
    if (name.endsWith(".tar")) {
      return;
    }
    if (!name.endsWith(LABEL)) {
      images.add(member);
    } else if (labels.put(name.substring(0, name.length() - LABEL.length()), member) != null) {
      throw shard.unusable("%s is there twice", MemberName.shown(name));
    }
  }

  private ShardImages images() throws IOException {
    if (images.isEmpty()) {
      return new ShardImages(ShardImages.Layout.EMPTY, List.of());
    }
    if (!labels.isEmpty()) {
      return new ShardImages(ShardImages.Layout.LABELS, labelled());
    }
    if (images.stream().anyMatch(image -> image.name().contains("/"))) {
      return new ShardImages(
          ShardImages.Layout.FOLDERS,
          images.stream()
              .filter(image -> image.name().contains("/"))
              .map(image -> location(image, image.name()))
              .toList());
    }
    String className = shard.baseName();
    return new ShardImages(
        ShardImages.Layout.FLAT,
        images.stream().map(image -> location(image, className + "/" + image.name())).toList());
  }

  private List<ShardLocation> labelled() throws IOException {
    List<ShardLocation> found = new ArrayList<>();
    for (TarMember image : images) {
      Matcher key = KEY.matcher(image.name());
      if (!key.matches()) {
        // A second image of a sample, such as key.seg.png.
        continue;
      }
      TarMember label = labels.get(key.group(1));
      if (label == null) {
        throw shard.unusable(
            "%s has no %s beside it",
            MemberName.shown(image.name()), MemberName.shown(key.group(1) + LABEL));
      }
      found.add(location(image, className(label) + "/" + image.name()));
    }
    return found;
  }

  private String className(TarMember label) throws IOException {
    if (label.size() > MAX_LABEL) {
      throw shard.unusable(
          "%s has %d bytes, too many", MemberName.shown(label.name()), label.size());
    }
    byte[] bytes = new byte[(int) label.size()];
    shard.bytes().read(label.offset(), bytes);
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().strip();
      if (MemberName.isClass(text)) {
        return NUMBER.matcher(text).matches() ? String.valueOf(Long.parseLong(text)) : text;
      }
    } catch (CharacterCodingException | IllegalArgumentException e) {
      // Reported below, like a name that is none.
    }
    throw shard.unusable("%s holds no class name or number", MemberName.shown(label.name()));
  }

  private ShardLocation location(TarMember image, String name) {
    return new ShardLocation(shard.path(), image.offset(), image.size(), name);
  }
}
