package dev.chmcorr.job.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import scala.Tuple4;
import scala.collection.Iterable;
import scala.collection.JavaConverters;

/** What an executor tells every ten seconds: what its running tasks have added so far. */
public final class Heartbeat {
  private Heartbeat() {}

  /** Accumulators by the number of the task that has added to them. */
  public static Map<Long, List<AccumulableInfo>> tasks(SparkListenerExecutorMetricsUpdate told) {
    Map<Long, List<AccumulableInfo>> tasks = new HashMap<>();
    for (Object one : JavaConverters.asJavaCollection((Iterable<?>) told.productElement(1))) {
      Tuple4<?, ?, ?, ?> update = (Tuple4<?, ?, ?, ?>) one;
      tasks.put((Long) update._1(), infos((Iterable<?>) update._4()));
    }
    return tasks;
  }

  static List<AccumulableInfo> infos(Iterable<?> told) {
    List<AccumulableInfo> infos = new ArrayList<>();
    JavaConverters.asJavaCollection(told).forEach(info -> infos.add((AccumulableInfo) info));
    return infos;
  }
}
