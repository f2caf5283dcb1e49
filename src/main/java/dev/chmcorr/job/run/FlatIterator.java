package dev.chmcorr.job.run;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** Rows made group by group: each call takes some items off the source and gives their rows. */
public final class FlatIterator<A, B> implements Iterator<B> {
  private final Iterator<A> source;
  private final Function<Iterator<A>, Iterator<B>> take;
  private Iterator<B> current = Collections.emptyIterator();

  /**
   * @param take takes at least one item off a source that has one
   */
  public FlatIterator(Iterator<A> source, Function<Iterator<A>, Iterator<B>> take) {
    this.source = source;
    this.take = take;
  }

  @Override
  public boolean hasNext() {
    while (!current.hasNext() && source.hasNext()) {
      current = take.apply(source);
    }
    return current.hasNext();
  }

  @Override
  public B next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return current.next();
  }
}
