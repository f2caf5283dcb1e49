package dev.chmcorr.job.listing;

import dev.chmcorr.domain.FileVersion;
import dev.chmcorr.domain.ImageRef;
import java.io.ByteArrayOutputStream;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;

/**
 * Images in some 25 bytes each, where objects take 160: of each is kept in what it differs from the
 * one before (front coding). One image is found by reading up to 31 others, all are read as fast as
 * any list. Blocks of images travel to tasks as they are.
 */
public final class PackedImages extends AbstractList<ImageRef> {
  static final int PER_BLOCK = 32;

  /** Class as that of the image before, none, or one whose name follows. */
  private static final int SAME = 0;

  private static final int NONE = 1;
  private static final int OTHER = 2;

  private final List<byte[]> blocks;
  private final int size;

  /**
   * @param blocks of another such list
   * @param size of that
   */
  PackedImages(List<byte[]> blocks, int size) {
    this.blocks = blocks;
    this.size = size;
  }

  /** A list that does not change; itself if it is packed already. */
  static PackedImages of(List<ImageRef> images) {
    return images instanceof PackedImages packed ? packed : of(images.iterator());
  }

  /** The images that are still to come. */
  static PackedImages of(Iterator<ImageRef> images) {
    List<byte[]> blocks = new ArrayList<>();
    int size = 0;
    while (images.hasNext()) {
      Writer block = new Writer();
      for (int i = 0; i < PER_BLOCK && images.hasNext(); i++, size++) {
        block.add(images.next());
      }
      blocks.add(block.bytes.toByteArray());
    }
    return new PackedImages(blocks, size);
  }

  /** All images, some in each. */
  List<byte[]> blocks() {
    return Collections.unmodifiableList(blocks);
  }

  /** The images of a block. */
  static Iterator<ImageRef> images(byte[] block) {
    return new Reader(List.of(block).iterator());
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public ImageRef get(int index) {
    Objects.checkIndex(index, size);
    Iterator<ImageRef> images = images(blocks.get(index / PER_BLOCK));
    for (int i = 0; i < index % PER_BLOCK; i++) {
      images.next();
    }
    return images.next();
  }

  @Override
  public Iterator<ImageRef> iterator() {
    return new Reader(blocks.iterator());
  }

  /** What an image is told from: the one before it in its block. */
  private static class Last {
    final StringBuilder path = new StringBuilder();
    String className;
    long id;
    long label;
    long bytes;
    long modified;
  }

  private static final class Writer {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Last last = new Last();

    void add(ImageRef image) {
      difference(image.id(), last.id);
      difference(image.label(), last.label);
      difference(image.version().bytes(), last.bytes);
      difference(image.version().modified(), last.modified);
      path(image.path());
      className(image.className());
      last.id = image.id();
      last.label = image.label();
      last.bytes = image.version().bytes();
      last.modified = image.version().modified();
    }

    private void path(String path) {
      int common = 0;
      int most = Math.min(path.length(), last.path.length());
      while (common < most && path.charAt(common) == last.path.charAt(common)) {
        common++;
      }
      number(common);
      text(path, common);
      last.path.replace(common, last.path.length(), path.substring(common));
    }

    private void className(String name) {
      if (name == null) {
        number(NONE);
      } else if (name.equals(last.className)) {
        number(SAME);
      } else {
        number(OTHER);
        text(name, 0);
      }
      last.className = name;
    }

    /** Char by char: names of files may be no proper text. */
    private void text(String text, int from) {
      number(text.length() - from);
      for (int i = from; i < text.length(); i++) {
        number(text.charAt(i));
      }
    }

    /** Small ones of either sign take little. */
    private void difference(long value, long before) {
      long difference = value - before;
      number(difference << 1 ^ difference >> Long.SIZE - 1);
    }

    /** Seven bits a byte, the lowest first; the highest bit says that there are more. */
    private void number(long value) {
      long rest = value;
      while ((rest & ~0x7FL) != 0) {
        bytes.write((int) (rest & 0x7F | 0x80));
        rest >>>= 7;
      }
      bytes.write((int) rest);
    }
  }

  private static final class Reader implements Iterator<ImageRef> {
    private final Iterator<byte[]> blocks;
    private byte[] block = {};
    private int at;
    private Last last = new Last();

    Reader(Iterator<byte[]> blocks) {
      this.blocks = blocks;
    }

    @Override
    public boolean hasNext() {
      return at < block.length || blocks.hasNext();
    }

    @Override
    public ImageRef next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (at == block.length) {
        block = blocks.next();
        at = 0;
        last = new Last();
      }
      last.id += difference();
      last.label += difference();
      last.bytes += difference();
      last.modified += difference();
      last.path.setLength((int) number());
      text(last.path);
      last.className = className();
      FileVersion version = new FileVersion(last.bytes, last.modified);
      return new ImageRef(
          (int) last.id, last.path.toString(), last.className, (int) last.label, version);
    }

    private String className() {
      int kind = (int) number();
      if (kind != OTHER) {
        return kind == NONE ? null : last.className;
      }
      StringBuilder name = new StringBuilder();
      text(name);
      return name.toString();
    }

    private void text(StringBuilder text) {
      int length = (int) number();
      for (int i = 0; i < length; i++) {
        text.append((char) number());
      }
    }

    private long difference() {
      long value = number();
      return value >>> 1 ^ -(value & 1);
    }

    private long number() {
      long value = 0;
      int shift = 0;
      byte next;
      do {
        next = block[at++];
        value |= (long) (next & 0x7F) << shift;
        shift += 7;
      } while (next < 0);
      return value;
    }
  }
}
