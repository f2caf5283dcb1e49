package dev.chmcorr.table;

import java.lang.reflect.InvocationTargetException;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.internal.SessionState;
import org.apache.spark.sql.types.StructType;

/**
 * What a session has beside its published methods. They are called by name: the class that has them
 * is another in Spark 3.5 than in 4.
 */
public final class SessionInternals {
  private SessionInternals() {}

  /** Rows in Spark's own representation as a Dataset. */
  @SuppressWarnings("unchecked")
  static Dataset<Row> dataset(SparkSession session, RDD<InternalRow> rows, StructType type) {
    Class<?>[] parameters = {RDD.class, StructType.class, boolean.class};
    return (Dataset<Row>) call(session, "internalCreateDataFrame", parameters, rows, type, false);
  }

  /** The session's parser, catalogue and the like. */
  public static SessionState state(SparkSession session) {
    return (SessionState) call(session, "sessionState", new Class<?>[0]);
  }

  private static Object call(
      SparkSession session, String method, Class<?>[] parameters, Object... arguments) {
    try {
      return session.getClass().getMethod(method, parameters).invoke(session, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException thrown ? thrown : new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot call " + method + " of this Spark's session", e);
    }
  }
}
