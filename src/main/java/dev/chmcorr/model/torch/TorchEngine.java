package dev.chmcorr.model.torch;

import ai.djl.engine.Engine;
import dev.chmcorr.domain.Causes;
import dev.chmcorr.domain.UserException;
import java.io.IOException;

/** Starts libtorch, once per JVM. */
public final class TorchEngine {
  public static final String NAME = "PyTorch";

  private static final String THREADS = "ai.djl.pytorch.num_threads";
  private static final String INTER_OP = "ai.djl.pytorch.num_interop_threads";
  private static final String OFFLINE = "ai.djl.offline";

  private static Engine running;

  private TorchEngine() {}

  /**
   * Sets how many threads one operation may use. Call it before the first network is loaded;
   * libtorch takes the number when it starts.
   *
   * @param threads at least 1
   */
  public static void limitThreads(int threads) {
    if (threads < 1) {
      throw new UserException(
          "Invalid number of threads: %d (must be at least 1)".formatted(threads));
    }
    System.setProperty(THREADS, Integer.toString(threads));
    // Threads for operations that a script forks; our scripts fork none.
    System.setProperty(INTER_OP, "1");
  }

  /** The running engine; the first call that succeeds starts it. */
  public static synchronized Engine start() {
    if (running == null) {
      running = startOnce();
    }
    return running;
  }

  private static Engine startOnce() {
    if (System.getProperty(OFFLINE) == null) {
      // Without this, a missing native library would be looked for on the network.
      System.setProperty(OFFLINE, "true");
    }
    if (!NativeLibraries.fits()) {
      // DJL takes the name of a version on trust.
      throw new UserException(
          "Cannot start libtorch: the library of PYTORCH_LIBRARY_PATH is of another version (%s)"
              .formatted(NativeLibraries.describe()));
    }
    try (NativeCache turn = NativeCache.lock()) {
      return Engine.getEngine(NAME);
    } catch (IOException | RuntimeException | LinkageError | AssertionError e) {
      throw new UserException(
          "Cannot start libtorch: %s (%s)".formatted(rootMessage(e), NativeLibraries.describe()),
          e);
    }
  }

  private static String rootMessage(Throwable error) {
    String message = Causes.firstLine(Causes.root(error));
    // What DJL says when it would have to download a library.
    return message.startsWith("Offline mode")
        ? "a native library is missing or of another version"
        : message;
  }
}
