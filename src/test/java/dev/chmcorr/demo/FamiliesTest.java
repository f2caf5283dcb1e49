package dev.chmcorr.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FamiliesTest {
  @Test
  void sistersDifferFromTheCommonSpeciesInTwoTraits() {
    List<Species> species = Families.draw(80, 11);
    for (int i = 0; i < species.size(); i++) {
      Species common = species.get(i - i % Families.SISTERS);
      if (i % Families.SISTERS != 0) {
        assertThat(differences(common, species.get(i))).as(species.get(i).name()).isEqualTo(2);
      } else if (i > 0) {
        assertThat(differences(common, species.get(i - 1))).as(common.name()).isGreaterThan(3);
      }
    }
  }

  @Test
  void sistersHaveNamesOfTheirOwn() {
    List<Species> species = Families.draw(18 * Families.SISTERS, 12);
    assertThat(species.stream().map(Species::name)).doesNotHaveDuplicates();
  }

  @Test
  void theFirstSpeciesDoNotDependOnHowManyFollow() {
    assertThat(Families.draw(20, 13).subList(0, 7)).isEqualTo(Families.draw(7, 13));
  }

  /** Regions and measures that differ; a tail and its tip count as one. */
  private static int differences(Species one, Species other) {
    int count = 0;
    for (Region region : Region.values()) {
      if (region != Region.TAIL_TIP
          && !one.plumage().of(region).equals(other.plumage().of(region))) {
        count++;
      }
    }
    Build a = one.build();
    Build b = other.build();
    count += a.beak() != b.beak() ? 1 : 0;
    count += a.tail() != b.tail() ? 1 : 0;
    count += a.girth() != b.girth() ? 1 : 0;
    count += a.crest() != b.crest() ? 1 : 0;
    count += a.wingBars() != b.wingBars() ? 1 : 0;
    count += a.spots() != b.spots() ? 1 : 0;
    count += a.brow() != b.brow() ? 1 : 0;
    return count;
  }
}
