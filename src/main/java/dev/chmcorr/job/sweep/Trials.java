package dev.chmcorr.job.sweep;

import dev.chmcorr.job.console.Console;
import dev.chmcorr.job.run.JobContext;
import dev.chmcorr.job.study.StudyMethod;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** Has tried what a plan needs to know: each method once, by the first run that has it. */
final class Trials {
  private final JobContext context;
  private final StudyPlaces places;
  private final int cacheMebibytes;

  Trials(JobContext context, StudyPlaces places, int cacheMebibytes) {
    this.context = context;
    this.places = places;
    this.cacheMebibytes = cacheMebibytes;
  }

  /** The rates that the plan lacks. */
  Rates of(List<StudyRun> runs, SweepPlan plan, PlanJob job) throws IOException {
    Path out = context.store().path(places.out());
    boolean isNew = !context.store().exists(out);
    Trial trial = new Trial(context, new Path(out, ".trial"), cacheMebibytes);
    Rates rates = new Rates(new HashMap<>(plan.rates().byWork()));
    try {
      for (StudyRun run : runs) {
        Rates known = rates;
        List<StudyMethod> unknown =
            run.methods().stream().filter(method -> !known.has(method.name())).toList();
        if (!unknown.isEmpty() || !known.has(Rates.EMBED)) {
          rates = rates.or(tried(trial, run, job.sample(run), unknown));
        }
      }
    } finally {
      if (isNew) {
        context.store().delete(out);
      }
    }
    return rates;
  }

  private Rates tried(Trial trial, StudyRun run, ImageSample sample, List<StudyMethod> methods)
      throws IOException {
    Console console = context.console();
    console.stage("trial: some images of %s, to see how fast they are", run.name());
    console.now("try a few images");
    try (Console.Following part = console.part("trial")) {
      Rates rates = Rates.of(trial.measure(run, sample, methods));
      for (Map.Entry<String, Rates.Rate> rate : rates.byWork().entrySet()) {
        boolean isImages = rate.getKey().equals(Rates.EMBED);
        console.stage(
            "%s",
            String.format(
                Locale.ROOT,
                "%s: %.1f %s a second",
                rate.getKey(),
                rate.getValue().perSecond(),
                isImages ? "images" : "pairs"));
      }
      return rates;
    }
  }
}
