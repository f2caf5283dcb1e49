package dev.chmcorr.demo;

import java.awt.Color;
import java.util.EnumMap;
import java.util.Map;

/**
 * The colours of a species.
 *
 * @param colours one for every region; copied, never changed
 */
record Plumage(Map<Region, Color> colours) {
  Plumage {
    colours = new EnumMap<>(colours);
    if (colours.size() != Region.values().length) {
      throw new IllegalArgumentException("Missing colours: only " + colours.keySet());
    }
  }

  Color of(Region region) {
    return colours.get(region);
  }

  Plumage with(Region region, Color colour) {
    Map<Region, Color> changed = new EnumMap<>(colours);
    changed.put(region, colour);
    return new Plumage(changed);
  }

  @Override
  public Map<Region, Color> colours() {
    return new EnumMap<>(colours);
  }
}
