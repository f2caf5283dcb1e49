package dev.chmcorr.job.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.StageInfo;
import scala.jdk.javaapi.CollectionConverters;

/** What Spark's user interface calls the jobs and stages of the tests' session. */
public final class JobNames extends SparkListener implements AutoCloseable {
  private final SparkContext context = LocalSpark.session().sparkContext();
  private final List<String> names = Collections.synchronizedList(new ArrayList<>());

  /** Listens until it is closed. */
  public JobNames() {
    context.addSparkListener(this);
  }

  @Override
  public void onJobStart(SparkListenerJobStart job) {
    names.add(job.properties().getProperty("spark.job.description"));
    for (StageInfo stage : CollectionConverters.asJava(job.stageInfos())) {
      names.add(stage.name());
    }
  }

  /** Those of all jobs so far; null for a job without a description. */
  public List<String> names() throws Exception {
    context.listenerBus().waitUntilEmpty();
    return new ArrayList<>(names);
  }

  @Override
  public void close() {
    context.removeSparkListener(this);
  }
}
