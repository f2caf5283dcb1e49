package dev.chmcorr.job.run;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.Function;

/** Starts work on items before they are asked for: at most {@code ahead} started ones wait. */
public final class Lookahead<A, B> implements Iterator<B> {
  private final Iterator<A> source;
  private final Function<A, B> start;
  private final int ahead;
  private final Queue<B> started = new ArrayDeque<>();

  public Lookahead(Iterator<A> source, Function<A, B> start, int ahead) {
    this.source = source;
    this.start = start;
    this.ahead = ahead;
    fill();
  }

  private void fill() {
    while (started.size() < ahead && source.hasNext()) {
      started.add(start.apply(source.next()));
    }
  }

  @Override
  public boolean hasNext() {
    return !started.isEmpty();
  }

  @Override
  public B next() {
    if (started.isEmpty()) {
      throw new NoSuchElementException();
    }
    B item = started.remove();
    fill();
    return item;
  }
}
