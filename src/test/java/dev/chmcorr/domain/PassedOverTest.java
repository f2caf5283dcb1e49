package dev.chmcorr.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.domain.PassedOver.Some;
import dev.chmcorr.domain.PassedOver.Why;
import org.junit.jupiter.api.Test;

class PassedOverTest {
  @Test
  void countsByReasonAndKeepsTheFirstExample() {
    PassedOver all = new PassedOver();
    PassedOver part = new PassedOver();
    all.add(Why.HIDDEN, "a/.x");
    part.add(Why.HIDDEN, "b/.y");
    part.add(Why.HIDDEN_IMAGE, "b/.y");
    all.add(part);

    assertThat(all.of(Why.HIDDEN)).isEqualTo(new Some(2, "a/.x"));
    assertThat(all.count(Why.HIDDEN_IMAGE)).isEqualTo(1);
    assertThat(all.count(Why.SECOND)).isZero();
  }

  @Test
  void countsEndingsTheCommonestFirst() {
    PassedOver all = new PassedOver();
    for (String name : new String[] {"a/1.GIF", "2.gif", "a.b/README", "x.", "y.longer-than-any"}) {
      all.addEnding(name);
    }

    assertThat(all.endings()).containsEntry("none", 2L).containsEntry("others", 1L);
    assertThat(all.endings().get(".gif")).isEqualTo(2);
    assertThat(all.endings().keySet()).last().isEqualTo("others");
  }

  @Test
  void hostileNamesTakeNoMemory() {
    PassedOver all = new PassedOver();
    for (int i = 0; i < 10_000; i++) {
      all.addEnding("x.e" + i);
    }

    assertThat(all.endings()).hasSizeLessThan(200);
    assertThat(all.endings().values().stream().mapToLong(n -> n).sum()).isEqualTo(10_000);
  }
}
