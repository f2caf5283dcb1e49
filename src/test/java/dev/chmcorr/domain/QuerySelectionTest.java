package dev.chmcorr.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuerySelectionTest {
  private static final String WHERE = "of v";

  @Test
  void idsAndRangesAreTaken() {
    QuerySelection ids = QuerySelection.Ids.of("3, 7-9,8,0");

    assertThat(ids.choose(upTo(10), WHERE).stream()).containsExactly(0, 3, 7, 8, 9);
    assertThat(ids.text()).isEqualTo("--queries 3,7-9,8,0");
  }

  @Test
  void anIdThatIsNotThereIsNamed() {
    BitSet some = upTo(48);
    some.clear(12);
    assertRefused("3,48", "48 is none of the queries of v (47 in all, 0 to 47)", some);
    assertRefused("10-20", "12 is none of the queries of v (47 in all, 0 to 47)", some);
    assertRefused("0-999999999", "12 is none of the queries of v (47 in all, 0 to 47)", some);
    assertRefused("0", "0 is none of the queries of v (0 in all, 0 to 0)", new BitSet());
  }

  private static void assertRefused(String ids, String why, BitSet from) {
    assertThatThrownBy(() -> QuerySelection.Ids.of(ids).choose(from, WHERE))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid --queries: " + why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3,", "a", "-1", "3-", "9-3", "1.5", "9999999999"})
  void whatAreNoIdsIsRefused(String text) {
    assertThatThrownBy(() -> QuerySelection.Ids.of(text))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Invalid --queries: '");
  }

  @Test
  void theFirstOfThoseThatThereAre() {
    BitSet some = upTo(9);
    some.clear(0, 4);
    assertThat(new QuerySelection.First(3).choose(some, WHERE).stream()).containsExactly(4, 5, 6);
    assertThat(new QuerySelection.First(99).choose(some, WHERE)).isEqualTo(some);
    assertThatThrownBy(() -> new QuerySelection.First(0))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid --limit: 0 (must be at least 1)");
  }

  @Test
  void aSampleIsThatOfItsSeedAndHoldsTheSmallerOnes() {
    BitSet five = new QuerySelection.Sample(5, 1).choose(upTo(1000), WHERE);
    BitSet ten = new QuerySelection.Sample(10, 1).choose(upTo(1000), WHERE);

    assertThat(five.cardinality()).isEqualTo(5);
    assertThat(ten.cardinality()).isEqualTo(10);
    assertThat(new QuerySelection.Sample(5, 1).choose(upTo(1000), WHERE)).isEqualTo(five);
    assertThat(new QuerySelection.Sample(5, 2).choose(upTo(1000), WHERE)).isNotEqualTo(five);
    BitSet both = (BitSet) five.clone();
    both.and(ten);
    assertThat(both).isEqualTo(five);
    assertThat(ten.nextSetBit(100)).isPositive();
    assertThat(new QuerySelection.Sample(9, 1).choose(upTo(4), WHERE)).isEqualTo(upTo(4));
  }

  /** So commands that begin with all queries and those that begin with some draw the same. */
  @Test
  void aSampleOfASampleIsTheSample() {
    BitSet three = new QuerySelection.Sample(3, 5).choose(upTo(1000), WHERE);
    BitSet ten = new QuerySelection.Sample(10, 5).choose(upTo(1000), WHERE);

    assertThat(new QuerySelection.Sample(3, 5).choose(ten, WHERE)).isEqualTo(three);
  }

  @Test
  void eachQueryIsDrawnAboutAsOften() {
    int[] drawn = new int[10];
    for (int seed = 0; seed < 2000; seed++) {
      new QuerySelection.Sample(2, seed)
          .choose(upTo(10), WHERE).stream().forEach(id -> drawn[id]++);
    }
    assertThat(Arrays.stream(drawn).boxed()).allMatch(count -> count > 320 && count < 480);
  }

  @Test
  void oneIsThatOne() {
    assertThat(new QuerySelection.One(3).choose(upTo(4), WHERE).stream()).containsExactly(3);
    assertThatThrownBy(() -> new QuerySelection.One(4).choose(upTo(4), WHERE))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid --query: 4 is none of the queries of v (4 in all, 0 to 3)");
    assertThatThrownBy(() -> new QuerySelection.One(-1))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid --query: -1 (must be at least 0)");
  }

  @Test
  void onlyAllIsAll() {
    assertThat(QuerySelection.ALL.isAll()).isTrue();
    assertThat(QuerySelection.ALL.choose(upTo(3), WHERE)).isEqualTo(upTo(3));
    assertThat(new QuerySelection.First(3).isAll()).isFalse();
  }

  private static BitSet upTo(int count) {
    BitSet ids = new BitSet();
    ids.set(0, count);
    return ids;
  }
}
