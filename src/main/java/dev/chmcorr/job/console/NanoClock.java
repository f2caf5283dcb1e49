package dev.chmcorr.job.console;

import java.io.Serializable;

/** Tells how much time has passed; tests move one by hand. It goes to executors with a meter. */
@FunctionalInterface
public interface NanoClock extends Serializable {
  /** This machine's. */
  NanoClock SYSTEM = System::nanoTime;

  /** Nanoseconds since a fixed moment of this JVM. */
  long nanos();
}
