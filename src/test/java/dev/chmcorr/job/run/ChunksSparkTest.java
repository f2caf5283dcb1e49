package dev.chmcorr.job.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Chunks for 2 slots, the first of 5 items a slot. The clock is moved by hand. */
class ChunksSparkTest {
  private static final int FIRST = 5;

  private long nanos = 7;
  private final LocalSpark spark = new LocalSpark(() -> nanos);
  private final StageMeter meter = StageMeter.of(spark.context(), "embed");

  /** The items that are done, in chunks. */
  private final List<List<Integer>> chunks = new ArrayList<>();

  /** How long the next chunk takes. */
  private interface Pace {
    double seconds(int chunk, int items) throws IOException;
  }

  private List<Integer> sizes(int items, Pace pace) throws IOException {
    List<Integer> all = IntStream.range(0, items).boxed().toList();
    new Chunks(spark.context(), meter)
        .run(
            "images",
            all,
            FIRST,
            chunk -> {
              nanos += Math.round(1e9 * pace.seconds(chunks.size(), chunk.size()));
              chunks.add(List.copyOf(chunk));
            });
    assertThat(chunks.stream().flatMap(List::stream)).containsExactlyElementsOf(all);
    return chunks.stream().map(List::size).toList();
  }

  /**
   * At an item a second, a chunk of the first ten minutes shall take one: 60 items; but none is
   * more than four times as large as the one before. The last 80 would be 60 and 20.
   */
  @Test
  void chunksGrowToAMinuteAndNoneIsSmallAtTheEnd() throws IOException {
    assertThat(sizes(250, (chunk, items) -> items)).containsExactly(10, 40, 60, 60, 80);
    assertThat(meter.wallSeconds()).isEqualTo(250, within(1e-6));
  }

  /** 90 would be 60 and 30, which is half as large. */
  @Test
  void aLastChunkOfHalfTheSizeStandsByItself() throws IOException {
    assertThat(sizes(260, (chunk, items) -> items)).containsExactly(10, 40, 60, 60, 60, 30);
  }

  /** After 1980 seconds for the first: a tenth is 199, 203, 219 and 241 seconds, then 265. */
  @Test
  void laterAChunkTakesATenthOfTheTimeSoFar() throws IOException {
    assertThat(sizes(2000, (chunk, items) -> chunk == 0 ? 1980 : items))
        .startsWith(10, 10, 40, 160, 220, 242, 266);
  }

  @Test
  void noChunkTakesMoreThanFiveMinutes() throws IOException {
    assertThat(sizes(1500, (chunk, items) -> chunk == 0 ? 9000 : items))
        .containsExactly(10, 10, 40, 160, 300, 300, 300, 380);
  }

  /** At 100 seconds an item a minute has none. */
  @Test
  void noChunkIsSmallerThanTheFirst() throws IOException {
    assertThat(sizes(34, (chunk, items) -> 100.0 * items)).containsExactly(10, 10, 14);
  }

  /** 3.3 seconds an item make 18.2 a minute; so that both slots have as many it is 20. */
  @Test
  void chunksAreMultiplesOfTheSlots() throws IOException {
    assertThat(sizes(100, (chunk, items) -> 3.3 * items)).startsWith(10, 20, 20);
  }

  @Test
  void aClockThatStandsStillDoesNoHarm() throws IOException {
    assertThat(sizes(1000, (chunk, items) -> 0)).containsExactly(10, 40, 160, 790);
  }

  @Test
  void fewItemsAreOneChunkAndNoneNoChunk() throws IOException {
    assertThat(sizes(7, (chunk, items) -> items)).containsExactly(7);
    chunks.clear();
    assertThat(sizes(0, (chunk, items) -> items)).isEmpty();
  }

  @Test
  void aChunkThatFailsLeavesTheEarlierOnes() {
    Pace failing =
        (chunk, items) -> {
          if (chunk == 2) {
            throw new IOException("disk full");
          }
          return items;
        };

    assertThatThrownBy(() -> sizes(250, failing)).isInstanceOf(IOException.class);

    assertThat(chunks.stream().flatMap(List::stream))
        .containsExactlyElementsOf(IntStream.range(0, 50).boxed().toList());
    assertThat(meter.wallSeconds()).isEqualTo(50, within(1e-6));
  }

  @Test
  void eachChunkSaysHowFarTheStageIs() throws IOException {
    sizes(110, (chunk, items) -> 2.0 * items);

    assertThat(spark.progress().lines())
        .containsExactly(
            "[  20.0 s] embed: 10 of 110 images, 0.5 images/s, about 3 min left",
            "[  80.0 s] embed: 40 of 110 images, 0.5 images/s, about 2 min left",
            "[ 140.0 s] embed: 70 of 110 images, 0.5 images/s, about 80 s left",
            "[ 220.0 s] embed: 110 of 110 images, 0.5 images/s, done");
  }
}
