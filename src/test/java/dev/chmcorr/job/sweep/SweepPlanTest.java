package dev.chmcorr.job.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chmcorr.job.sweep.SweepPlan.Load;
import dev.chmcorr.runfolder.RunRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SweepPlanTest {
  private static RunRecord record(String method, String stage, Map<String, Object> measured) {
    return RunRecord.of("any", "1", method == null ? Map.of() : Map.of("method", method))
        .withSummary(Map.of("stages", Map.of(stage, measured)));
  }

  private static final Rates RATES =
      Rates.of(
          List.of(
              record(null, "embed", Map.of("done", 1000, "wall_seconds", 10.0)),
              record(null, "embed", Map.of("done", 10, "wall_seconds", 5.0)),
              record("chm", "correspond", Map.of("pairs", 500, "wall_seconds", 10.0)),
              record("emd", "correspond", Map.of("pairs", 0, "wall_seconds", 1.0)),
              record("emd", "correspond", Map.of("pairs", "many", "wall_seconds", 1.0)),
              record(null, "rank", Map.of("wall_seconds", 10.0))));

  @Test
  void timeIsThatOfTheLargestEarlierRuns() {
    Load load = new Load("birds", 900, 100, 1000, Map.of("chm", 5000L));

    // 1,000 images at 100 a second, 5,000 pairs at 50.
    assertThat(new SweepPlan(List.of(load), RATES).seconds(load)).isEqualTo(110.0);
    assertThat(load.bytes()).isEqualTo(1000 * 8000 + 100 * 1500 + 5000 * 600);
  }

  @Test
  void whatIsNotMeasuredIsNotKnownAndWhatIsDoneTakesNothing() {
    Load unknown = new Load("a", 900, 100, 0, Map.of("chm", 50L, "emd", 50L));
    Load done = new Load("b-long", 900, 100, 0, Map.of("chm", 0L, "emd", 0L));
    SweepPlan plan = new SweepPlan(List.of(unknown, done), RATES);

    assertThat(plan.seconds(unknown)).isNull();
    assertThat(plan.seconds(done)).isZero();
    assertThat(plan.lines())
        .containsExactly(
            "run       gallery    queries   to embed   to compare    to write       time",
            "a             900        100          0          100      0.2 MB  not known",
            "b-long        900        100          0            0      0.0 MB        0 s",
            "all                                   0          100      0.2 MB  not known");
  }
}
