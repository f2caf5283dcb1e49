package dev.chmcorr.job;

import dev.chmcorr.domain.DeviceChoice;
import dev.chmcorr.domain.Precision;
import dev.chmcorr.table.Store;
import java.io.IOException;
import java.io.Serializable;
import org.apache.spark.sql.SparkSession;

/**
 * The networks of a run as tasks need them.
 *
 * @param trunk archive of the trunk
 * @param chm archive of the Hough matching network, or null
 * @param precision of the arithmetic
 * @param device CPU or CUDA
 * @param batch images per call
 * @param tasksPerJvm tasks that share one JVM's cores
 */
record Networks(
    ModelFile trunk,
    ModelFile chm,
    Precision precision,
    DeviceChoice device,
    int batch,
    int tasksPerJvm)
    implements Serializable {

  /** Ships the archives that the options name. */
  static Networks ship(SparkSession spark, Store store, NetworkOptions options) throws IOException {
    ModelFile trunk = ModelFile.ship(spark, store, "--model", options.model());
    ModelFile chm =
        options.chm() == null ? null : ModelFile.ship(spark, store, "--chm", options.chm());
    return new Networks(
        trunk,
        chm,
        options.precision(),
        options.device(),
        options.batch(),
        Sessions.slotsPerJvm(spark));
  }
}
