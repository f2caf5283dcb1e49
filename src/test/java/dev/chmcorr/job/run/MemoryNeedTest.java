package dev.chmcorr.job.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chmcorr.domain.UserException;
import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class MemoryNeedTest {
  @Test
  void whatFitsIsNotSpokenOf() {
    assertThat(new MemoryNeed(2048, 1280, 1024, 4352).warning()).isEmpty();
  }

  @Test
  void whatMayNotFitIsToldInItsParts() {
    assertThat(new MemoryNeed(2048, 1280, 1024, 4096).warning())
        .contains(
            "this may come to need 4.3 GiB of memory (heap 2.0 GiB, networks and images 1.3 GiB, --cache-mib 1.0 GiB) and there is 4.0 GiB: if it is killed or slow, give a smaller --driver-memory before the command, or a smaller --cache-mib");
  }

  @Test
  void aHeapThatIsLargerThanTheMachineIsRefused() {
    MemoryNeed need = new MemoryNeed(8192, 0, 0, 3000);

    assertThatThrownBy(need::warning)
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot run with a heap of 8.0 GiB on a machine with 2.9 GiB of memory; give --driver-memory 1500m before the command");
  }

  @Test
  void onlyCommandsWithNetworksNeedMemoryForThem() {
    SparkConf conf = new SparkConf(false).set("spark.master", "local[4]");

    MemoryNeed with = MemoryNeed.here(conf, OptionalInt.of(512));
    assertThat(with.networks()).isEqualTo(768 + 4 * 256);
    assertThat(with.cache()).isEqualTo(512);
    assertThat(with.heap()).isPositive();
    assertThat(with.machine()).isGreaterThan(with.heap() / 8);
    MemoryNeed without = MemoryNeed.here(conf, OptionalInt.empty());
    assertThat(without.networks() + without.cache()).isZero();
  }
}
