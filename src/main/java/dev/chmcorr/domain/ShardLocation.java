package dev.chmcorr.domain;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an image lies that is a member of a tar shard. As text it takes a file's place in tables
 * and messages: {@code hdfs://nn/train-000.tar!/512+1234/c00/a.jpg} is c00/a.jpg, the 1234 bytes of
 * train-000.tar from byte 512 on. Whoever has the text reads the image without looking anything up.
 *
 * @param shard path of the tar file; ends with {@code .tar}
 * @param offset where the image's bytes begin in it
 * @param size how many there are
 * @param name class/file, as the image's path would be in ImageFolder layout; the member's own name
 *     may differ
 */
public record ShardLocation(String shard, long offset, long size, String name) {
  /** A tar's record: contents begin at multiples of it, each after a header of this size. */
  public static final int RECORD = 512;

  private static final String ENDING = ".tar";
  private static final String MARK = ENDING + "!/";

  /** Eighteen digits fit a long. */
  private static final Pattern BYTES_AND_NAME =
      Pattern.compile("(\\d{1,18})\\+(\\d{1,18})/(.+)", Pattern.DOTALL);

  public ShardLocation {
    if (!shard.endsWith(ENDING) || shard.contains(MARK)) {
      throw new UserException(
          "Cannot use shard %s: its path must end with %s and not contain %s"
              .formatted(shard, ENDING, MARK));
    }
    if (!lies(offset) || size < 0 || name.isEmpty()) {
      throw new IllegalArgumentException(
          "Invalid location: offset %d, size %d, name '%s'".formatted(offset, size, name));
    }
  }

  private static boolean lies(long offset) {
    return offset >= RECORD && offset % RECORD == 0;
  }

  /** The location that a path of a table says, or nothing if it is an ordinary path. */
  public static Optional<ShardLocation> parse(String path) {
    int mark = path.indexOf(MARK);
    if (mark < 0) {
      return Optional.empty();
    }
    Matcher matcher = BYTES_AND_NAME.matcher(path).region(mark + MARK.length(), path.length());
    if (!matcher.matches() || !lies(Long.parseLong(matcher.group(1)))) {
      return Optional.empty();
    }
    return Optional.of(
        new ShardLocation(
            path.substring(0, mark + ENDING.length()),
            Long.parseLong(matcher.group(1)),
            Long.parseLong(matcher.group(2)),
            matcher.group(3)));
  }

  /** Where in a location's text the name begins. */
  public static int nameStart(String location) {
    return location.indexOf('/', location.indexOf(MARK) + MARK.length()) + 1;
  }

  @Override
  public String toString() {
    return shard + "!/" + offset + "+" + size + "/" + name;
  }
}
