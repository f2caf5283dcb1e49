package dev.chmcorr.image.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PixelGateTest {
  private static final int BOUND = 100;

  private final PixelGate gate = new PixelGate(BOUND);
  private final AtomicLong inside = new AtomicLong();
  private final LongAccumulator most = new LongAccumulator(Math::max, 0);

  private long enter(long pixels) {
    return gate.pass(
        pixels,
        () -> {
          most.accumulate(inside.addAndGet(pixels));
          try {
            Thread.sleep(2);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return inside.getAndAdd(-pixels);
        });
  }

  private void enterAtOnce(List<Long> sizes) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<Long>> all = new ArrayList<>();
    sizes.forEach(pixels -> all.add(threads.submit(() -> enter(pixels))));
    for (Future<Long> one : all) {
      one.get(30, TimeUnit.SECONDS);
    }
    threads.shutdown();
  }

  @Test
  void imagesAtOnceStayWithinTheBound() throws Exception {
    List<Long> sizes = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      sizes.add(1L + i * 37 % BOUND);
    }

    enterAtOnce(sizes);

    assertThat(most.get()).isBetween(51L, (long) BOUND);
    assertThat(inside.get()).isZero();
  }

  @Test
  void anImageLargerThanTheBoundGoesAlone() throws Exception {
    enterAtOnce(List.of(10L, 10L, 5_000L, 10L, 10L, 5_000L, 10L));

    assertThat(most.get()).isEqualTo(5_000);
  }

  @Test
  void aFailureGivesItsRoomBack() {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(
              () ->
                  gate.pass(
                      BOUND,
                      () -> {
                        throw ImageException.broken();
                      }))
          .isInstanceOf(ImageException.class);
    }
    assertThat(gate.pass(BOUND, () -> 1)).isEqualTo(1);
  }
}
