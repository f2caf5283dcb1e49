package dev.chmcorr.shard;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.chmcorr.domain.Printable;
import java.io.IOException;
import java.util.Locale;

/**
 * The class of a sample in a field of its JSON, as tools that download images write it.
 *
 * @param field name of it
 */
record JsonLabel(Shard shard, String field) {
  static final String ENDING = ".json";

  private static final int MAX_LENGTH = 1 << 20;
  private static final int MAX_SHOWN = 100;
  private static final ObjectMapper JSON = new ObjectMapper();

  static boolean isJson(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(ENDING);
  }

  /**
   * The class in a member; null if it has none.
   *
   * @throws dev.chmcorr.domain.UserException if it is no JSON, or the field is neither text nor a
   *     whole number
   */
  String of(TarMember member) throws IOException {
    if (member.size() > MAX_LENGTH) {
      throw shard.unusable(
          "%s has %d bytes, too many", MemberName.shown(member.name()), member.size());
    }
    JsonNode value = parse(member).get(field);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isTextual() && !value.isIntegralNumber()) {
      throw shard.unusable(
          "%s of %s is %s (must be text or a whole number)",
          Printable.of(field, MAX_SHOWN),
          MemberName.shown(member.name()),
          Printable.of(value.toString(), MAX_SHOWN));
    }
    return value.asText();
  }

  private JsonNode parse(TarMember member) throws IOException {
    byte[] bytes = new byte[(int) member.size()];
    shard.bytes().read(member.offset(), bytes);
    try {
      return JSON.readTree(bytes);
    } catch (JacksonException e) {
      throw shard.unusable("%s is no JSON", MemberName.shown(member.name()));
    }
  }
}
