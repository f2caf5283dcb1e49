package dev.chmcorr.shard;

import dev.chmcorr.domain.PassedOver;
import dev.chmcorr.domain.PassedOver.Why;
import dev.chmcorr.domain.ShardLocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Samples as WebDataset has them: members that share a key, one of which is the label. By
 * WebDataset's rule a key ends at the first dot of the file's name; here it may have more dots, as
 * in {@code 22.05.jpg} and {@code 22.05.cls}. So an image belongs to the label with the longest key
 * that is followed by a dot in its name.
 */
final class Samples {
  private static final List<String> LABELS = List.of(".cls", ".cls.txt");
  private static final int MAX_LABEL = 1024;
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

  /** Of several images of a sample the first of these is taken. */
  private static final List<String> PREFERRED = List.of(".jpg", ".jpeg", ".png");

  private final Shard shard;
  private final PassedOver passedOver;
  private final Map<String, TarMember> labels = new HashMap<>();
  private final Map<String, TarMember> jsons = new LinkedHashMap<>();
  private final Map<String, String> named = new HashMap<>();

  /**
   * @param passedOver gets the images that are not taken
   */
  Samples(Shard shard, PassedOver passedOver) {
    this.shard = shard;
    this.passedOver = passedOver;
  }

  static boolean isLabel(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return LABELS.stream().anyMatch(lower::endsWith);
  }

  void label(TarMember label) {
    String name = label.name();
    String lower = name.toLowerCase(Locale.ROOT);
    String ending = LABELS.stream().filter(lower::endsWith).findFirst().orElseThrow();
    if (labels.put(name.substring(0, name.length() - ending.length()), label) != null) {
      throw shard.unusable("%s is there twice", MemberName.shown(name));
    }
  }

  void json(TarMember json) {
    String name = json.name();
    String key = name.substring(0, name.length() - JsonLabel.ENDING.length());
    if (jsons.put(key, json) != null) {
      throw shard.unusable("%s is there twice", MemberName.shown(name));
    }
  }

  /** Takes classes from a field of the JSONs of samples that have no label of their own. */
  void readJson(String field) throws IOException {
    JsonLabel label = new JsonLabel(shard, field);
    for (Map.Entry<String, TarMember> json : jsons.entrySet()) {
      String text = labels.containsKey(json.getKey()) ? null : label.of(json.getValue());
      if (text == null) {
        passedOver.addEnding(json.getValue().name());
      } else {
        named.put(json.getKey(), className(json.getValue(), text));
      }
    }
  }

  boolean areLabelled() {
    return !labels.isEmpty() || !named.isEmpty();
  }

  private boolean isKey(String key) {
    return labels.containsKey(key) || named.containsKey(key);
  }

  /**
   * One image of each sample, named class/member.
   *
   * @throws dev.chmcorr.domain.UserException if an image has no label, or if a sample has several
   *     images of which none is rather the image than the others
   */
  List<ShardLocation> of(List<TarMember> images) throws IOException {
    Map<String, List<TarMember>> samples = new LinkedHashMap<>();
    for (TarMember image : images) {
      samples.computeIfAbsent(key(image.name()), key -> new ArrayList<>(1)).add(image);
    }
    List<ShardLocation> found = new ArrayList<>();
    for (Map.Entry<String, List<TarMember>> sample : samples.entrySet()) {
      TarMember image = one(sample.getKey(), sample.getValue());
      String className = className(sample.getKey());
      found.add(image.location(shard, className + "/" + image.name()));
    }
    return found;
  }

  private String key(String name) {
    int file = name.lastIndexOf('/') + 1;
    for (int dot = name.lastIndexOf('.'); dot > file; dot = name.lastIndexOf('.', dot - 1)) {
      if (isKey(name.substring(0, dot))) {
        return name.substring(0, dot);
      }
    }
    String stem = name.substring(0, Math.max(file, name.lastIndexOf('.')));
    throw shard.unusable(
        "%s has no %s beside it%s",
        MemberName.shown(name),
        MemberName.shown(stem + LABELS.get(0)),
        named.isEmpty() ? "" : ", nor %s with the field".formatted(JsonLabel.ENDING));
  }

  private TarMember one(String key, List<TarMember> images) {
    if (images.size() == 1) {
      return images.get(0);
    }
    TarMember image =
        images.stream()
            .filter(member -> member.name().indexOf('.', key.length() + 1) < 0)
            .min(Comparator.comparingInt(member -> preference(member.name())))
            .orElseThrow(() -> undecided(key, images));
    images.stream()
        .filter(member -> member != image)
        .forEach(member -> passedOver.add(Why.SECOND, member.name()));
    return image;
  }

  private static int preference(String name) {
    String ending = name.substring(name.lastIndexOf('.')).toLowerCase(Locale.ROOT);
    int place = PREFERRED.indexOf(ending);
    return place < 0 ? PREFERRED.size() : place;
  }

  private RuntimeException undecided(String key, List<TarMember> images) {
    return shard.unusable(
        "sample %s has %d images, such as %s and %s, and none of them is %s",
        MemberName.shown(key),
        images.size(),
        MemberName.shown(images.get(0).name()),
        MemberName.shown(images.get(1).name()),
        MemberName.shown(key + ".jpg"));
  }

  private String className(String key) throws IOException {
    TarMember label = labels.get(key);
    if (label == null) {
      return named.get(key);
    }
    if (label.size() > MAX_LABEL) {
      throw shard.unusable(
          "%s has %d bytes, too many", MemberName.shown(label.name()), label.size());
    }
    byte[] bytes = new byte[(int) label.size()];
    shard.bytes().read(label.offset(), bytes);
    try {
      return className(
          label, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw nameless(label);
    }
  }

  private String className(TarMember label, String text) {
    String name = text.strip();
    try {
      if (MemberName.isClass(name)) {
        return NUMBER.matcher(name).matches() ? String.valueOf(Long.parseLong(name)) : name;
      }
    } catch (IllegalArgumentException e) {
      // Reported below, like a name that is none.
    }
    throw nameless(label);
  }

  private RuntimeException nameless(TarMember label) {
    return shard.unusable("%s holds no class name or number", MemberName.shown(label.name()));
  }
}
