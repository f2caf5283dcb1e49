package dev.chmcorr.job.correspond;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.job.correspond.CorrespondPlan.Planned;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorrespondPlanTest {
  private static Planned planned(int query, int... galleryIds) {
    return new Planned(query, new int[] {1, 2, 3}, galleryIds);
  }

  /** Ids of the first class begin with 0, of the second with 100. */
  @Test
  void queriesOfTheClassThatMostCandidatesHaveComeOneAfterAnother() {
    Planned first = planned(0, 7, 150, 3);
    Planned second = planned(1, 120, 130, 4);
    Planned third = planned(2, 140, 2, 5);

    assertThat(CorrespondPlan.inOrder(List.of(second, third, first)))
        .containsExactly(third, first, second);
  }

  @Test
  void otherwiseTheyStayInTheirOrder() {
    Planned first = planned(0, 9, 5, 1);
    Planned second = planned(1, 5, 1, 9);

    assertThat(CorrespondPlan.inOrder(List.of(second, first))).containsExactly(first, second);
  }
}
