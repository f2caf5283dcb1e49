package dev.chmcorr.cli;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.deploy.SparkSubmit;

/**
 * What submit/chm-corr runs in place of Spark's own class: it takes Ctrl-C and SIGTERM for the
 * seconds that Spark needs until it runs the program, which then {@linkplain Interruption takes
 * them itself}. It is in a jar of its own, on the class path from the start.
 */
public final class Start {
  /** Exit codes by signals. */
  private static final Map<String, Integer> CODES = Map.of("INT", 130, "TERM", 143);

  private static final AtomicBoolean STOPPING = new AtomicBoolean();

  private Start() {}

  /** Submits. */
  public static void main(String[] arguments) {
    takeSignals();
    SparkSubmit.main(arguments);
  }

  /** Has signals answered while nothing has begun, but for those that are to be ignored. */
  public static void takeSignals() {
    CODES.forEach(Start::take);
  }

  /**
   * By reflection, since javac warns of these classes; Hadoop's, which wraps them, would have the
   * log set up first, for a second or two.
   */
  private static void take(String name, int code) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object stop =
          Proxy.newProxyInstance(
              Start.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, of) -> {
                stop(code);
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), stop);
    } catch (ReflectiveOperationException e) {
      // Java was started so that it leaves signals alone (-Xrs).
    }
  }

  @SuppressWarnings("SystemOut")
  private static void stop(int code) {
    if (!STOPPING.compareAndSet(false, true)) {
      Runtime.getRuntime().halt(code);
    }
    System.err.println("chm-corr: stopped; nothing had begun");
    System.exit(code);
  }
}
