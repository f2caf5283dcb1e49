package dev.chmcorr.job.run;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/**
 * What the tasks of one run share in this JVM: networks, features of images. It is closed when the
 * run has ended and the last of its tasks has left, which may be later: Spark does not wait for
 * tasks that it has killed.
 */
public final class RunState {
  private static final Map<String, RunState> RUNS = new HashMap<>();
  private static final Set<String> OVER = new HashSet<>();

  private final String id;
  private final Map<String, Shared> shared = new HashMap<>();
  private final Deque<AutoCloseable> made = new ArrayDeque<>();
  private int users;

  private RunState(String id) {
    this.id = id;
  }

  /** What is shared under one key, once it is made. */
  private static final class Shared {
    private AutoCloseable value;
  }

  /** The state of a run, held open until the task in hand ends. */
  public static RunState ofTask(RunId run) {
    run.over().forEach(RunState::end);
    RunState state = enter(run.id());
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> state.leave());
    return state;
  }

  /** Has a process that is stopped wait for the task in hand, which tidies up when it ends. */
  public static void holdForTask() {
    RunState state = enter("tasks that share nothing");
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> state.leave());
  }

  /** The state of a run, held open until {@link #leave}. */
  static RunState enter(String id) {
    synchronized (RUNS) {
      RunState state = RUNS.computeIfAbsent(id, RunState::new);
      state.users++;
      return state;
    }
  }

  /** One that used the state has done with it. */
  void leave() {
    synchronized (RUNS) {
      users--;
      RUNS.notifyAll();
    }
    closeIfOver(id);
  }

  /**
   * Waits for tasks that Spark has killed and that are still in a network: a process that exits
   * meanwhile crashes, since libtorch takes itself down. It does not wait for ever.
   *
   * @return whether there are none left
   */
  static boolean awaitTasks(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    boolean interrupted = false;
    synchronized (RUNS) {
      while (isBusy() && System.nanoTime() < end) {
        try {
          TimeUnit.NANOSECONDS.timedWait(RUNS, end - System.nanoTime());
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      return !isBusy();
    }
  }

  private static boolean isBusy() {
    return RUNS.values().stream().anyMatch(state -> state.users > 0);
  }

  /** The run has ended; a task of it that only starts now has a state of its own. */
  static void end(String id) {
    synchronized (RUNS) {
      OVER.add(id);
    }
    closeIfOver(id);
  }

  private static void closeIfOver(String id) {
    RunState state;
    synchronized (RUNS) {
      state = RUNS.get(id);
      if (state == null || state.users > 0 || !OVER.contains(id)) {
        return;
      }
      RUNS.remove(id);
    }
    state.close();
  }

  /**
   * The run's only object of a kind and key. Whoever asks first makes it, others wait; if it cannot
   * be made, the next to ask tries again.
   */
  public <T extends AutoCloseable> T share(Class<T> kind, String key, Supplier<T> make) {
    Shared slot;
    synchronized (shared) {
      slot = shared.computeIfAbsent(kind.getName() + " " + key, name -> new Shared());
    }
    synchronized (slot) {
      if (slot.value == null) {
        slot.value = make.get();
        synchronized (shared) {
          made.push(slot.value);
        }
      }
      return kind.cast(slot.value);
    }
  }

  /** Closes everything, the last made first: features before the network that made them. */
  private void close() {
    RuntimeException failure = null;
    for (AutoCloseable value : made) {
      try {
        value.close();
      } catch (Exception e) {
        failure = failure == null ? new IllegalStateException("Failed to close " + value) : failure;
        failure.addSuppressed(e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
