package dev.chmcorr.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PortraitTest {
  @Test
  void thicketsHideMorePartsThanTheOpen() {
    int open = 0;
    int thicket = 0;
    Species species = Families.draw(1, 5).get(0);
    for (int i = 0; i < 20; i++) {
      open += Portrait.draw(species, Growth.OPEN, Seeds.random(5, i)).parts().size();
      thicket += Portrait.draw(species, Growth.THICKET, Seeds.random(5, i)).parts().size();
    }
    assertThat(open).isGreaterThan(20 * 11);
    assertThat(thicket).isBetween(20 * 8, open - 1);
  }
}
