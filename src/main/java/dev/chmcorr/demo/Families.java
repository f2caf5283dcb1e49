package dev.chmcorr.demo;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Draws species in families. The first of a family is its common species; its sisters share shape
 * and colours with it except for two traits each, so that the classes are fine-grained.
 */
final class Families {
  /** Sisters in a full family. */
  static final int SISTERS = 4;

  private static final String[] NOUNS = {
    "wren", "finch", "warbler", "thrush", "sparrow", "tanager", "bunting", "starling", "pipit",
    "grosbeak", "lark", "shrike", "robin", "flycatcher", "oriole", "vireo", "jay", "tit"
  };

  private Families() {}

  /** The first {@code count} species of a seed, sisters next to each other. */
  static List<Species> draw(int count, long seed) {
    List<String> nouns = new ArrayList<>(Arrays.asList(NOUNS));
    Collections.shuffle(nouns, new Random(seed));
    List<Species> species = new ArrayList<>();
    for (int family = 0; species.size() < count; family++) {
      Random random = Seeds.random(seed, family);
      species.addAll(sisters(nouns.get(family % nouns.size()), random));
    }
    return List.copyOf(species.subList(0, count));
  }

  private static List<Species> sisters(String noun, Random random) {
    Species base = new Species(noun, plumage(random), build(random));
    List<Trait> traits = new ArrayList<>(Arrays.asList(Trait.values()));
    Collections.shuffle(traits, random);
    List<Species> sisters = new ArrayList<>();
    sisters.add(new Species("Common_" + noun, base.plumage(), base.build()));
    for (int i = 0; i < SISTERS - 1; i++) {
      Species sister = traits.get(i).apply(base, random);
      Species both = traits.get(i + SISTERS - 1).apply(sister, random);
      sisters.add(new Species(sister.name(), both.plumage(), both.build()));
    }
    return sisters;
  }

  private static Plumage plumage(Random random) {
    Map<Region, Color> colours = new EnumMap<>(Region.class);
    Color back = Hue.any(random).shade(random);
    Color under = Hue.unlike(back, random).shade(random);
    Color wing = random.nextInt(3) == 0 ? Hue.any(random).shade(random) : back.darker();
    Color head = random.nextBoolean() ? back : Hue.any(random).shade(random);
    colours.put(Region.BACK, back);
    colours.put(Region.CROWN, head);
    colours.put(Region.FACE, random.nextBoolean() ? head : Hue.any(random).shade(random));
    colours.put(Region.THROAT, random.nextBoolean() ? under : Hue.any(random).shade(random));
    colours.put(Region.BREAST, random.nextInt(3) > 0 ? under : Hue.any(random).shade(random));
    colours.put(Region.BELLY, under);
    colours.put(Region.WING, wing);
    colours.put(Region.WING_BAR, Hue.IVORY.shade(random));
    colours.put(Region.TAIL, random.nextBoolean() ? wing : Hue.any(random).shade(random));
    colours.put(Region.TAIL_TIP, colours.get(Region.TAIL).darker());
    colours.put(Region.BEAK, beakHue(random).shade(random));
    colours.put(Region.LEG, beakHue(random).shade(random));
    return new Plumage(colours);
  }

  private static Hue beakHue(Random random) {
    Hue[] hues = {Hue.JET, Hue.UMBER, Hue.OCHRE, Hue.SLATE, Hue.SAFFRON, Hue.EMBER};
    return hues[random.nextInt(hues.length)];
  }

  private static Build build(Random random) {
    return new Build(
        0.22 + 0.4 * random.nextDouble(),
        0.45 + 0.45 * random.nextDouble(),
        0.5 + 0.22 * random.nextDouble(),
        random.nextInt(4) == 0 ? 0.4 : 0,
        random.nextInt(3) == 0 ? 2 : 0,
        random.nextInt(4) == 0 ? 4 : 0,
        random.nextInt(4) == 0);
  }
}
