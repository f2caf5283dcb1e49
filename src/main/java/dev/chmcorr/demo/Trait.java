package dev.chmcorr.demo;

import dev.chmcorr.domain.Texts;
import java.awt.Color;
import java.util.Random;

/** One difference between sister species; it gives the species its name. */
enum Trait {
  CROWNED(Region.CROWN),
  MASKED(Region.FACE),
  THROATED(Region.THROAT),
  BREASTED(Region.BREAST),
  BELLIED(Region.BELLY),
  WINGED(Region.WING),
  TAILED(Region.TAIL),
  BARRED(null) {
    @Override
    Build reshape(Build base) {
      return base.withWingBars(base.wingBars() == 0 ? 2 : 0);
    }

    @Override
    String title(Build base) {
      return base.wingBars() == 0 ? "Two_barred" : "Plain_winged";
    }
  },
  BILLED(null) {
    @Override
    Build reshape(Build base) {
      return base.withBeak(base.beak() < 0.4 ? base.beak() * 2.1 : base.beak() * 0.45);
    }

    @Override
    String title(Build base) {
      return base.beak() < 0.4 ? "Long_billed" : "Short_billed";
    }
  },
  CRESTED(null) {
    @Override
    Build reshape(Build base) {
      return base.withCrest(base.crest() > 0 ? 0 : 0.4);
    }

    @Override
    String title(Build base) {
      return base.crest() > 0 ? "Smooth_headed" : "Crested";
    }
  },
  SPOTTED(null) {
    @Override
    Build reshape(Build base) {
      return base.withSpots(base.spots() > 0 ? 0 : 4);
    }

    @Override
    String title(Build base) {
      return base.spots() > 0 ? "Spotless" : "Spotted";
    }
  },
  BROWED(null) {
    @Override
    Build reshape(Build base) {
      return base.withBrow(!base.brow());
    }

    @Override
    String title(Build base) {
      return base.brow() ? "Browless" : "White_browed";
    }
  };

  private final Region region;

  Trait(Region region) {
    this.region = region;
  }

  /** The sister of {@code base} that differs from it in this trait alone. */
  Species apply(Species base, Random random) {
    if (region == null) {
      Build build = reshape(base.build());
      return new Species(title(base.build()) + "_" + base.name(), base.plumage(), build);
    }
    Hue hue = Hue.unlike(base.plumage().of(region), random);
    Color colour = hue.shade(random);
    Plumage plumage = base.plumage().with(region, colour);
    if (region == Region.TAIL) {
      plumage = plumage.with(Region.TAIL_TIP, colour.darker());
    }
    return new Species(hue.title() + "_" + lower() + "_" + base.name(), plumage, base.build());
  }

  /** The changed shape; colour traits leave it. */
  Build reshape(Build base) {
    return base;
  }

  /** First part of the name, for traits of shape. */
  String title(Build base) {
    return lower();
  }

  private String lower() {
    return Texts.lowerCase(this);
  }
}
