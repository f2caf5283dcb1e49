package dev.chmcorr;

import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.Lifespan;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.Store;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;

/**
 * Ends each fuzz property after {@code -Dfuzz.seconds}: what a property is allowed is time, and it
 * has more tries than it can use. All of jqwik's properties go through here (META-INF/services).
 */
public final class FuzzTime implements AroundTryHook {
  private static final long NANOS = TimeUnit.SECONDS.toNanos(Long.getLong("fuzz.seconds", 4));

  @Override
  public TryExecutionResult aroundTry(
      TryLifecycleContext context, TryExecutor aTry, List<Object> parameters) {
    Store<Long> start = Store.getOrCreate(FuzzTime.class, Lifespan.PROPERTY, System::nanoTime);
    long began = start.get();
    TryExecutionResult result = aTry.execute(parameters);
    boolean over = System.nanoTime() - began > NANOS;
    return over && result.isSatisfied() ? TryExecutionResult.satisfied(true) : result;
  }

  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }
}
