package dev.chmcorr.report;

import dev.chmcorr.chm.Grid;
import dev.chmcorr.domain.Axes;
import dev.chmcorr.domain.ComparedPair;
import dev.chmcorr.domain.Link;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/** A compared pair as bytes that a browser scores again, to the last bit. */
public final class PairBlock {
  /** Bytes of a pair, without its links: three maps of floats, three lists of bytes. */
  public static final int BYTES = Grid.POINTS * (3 * Float.BYTES + 3);

  private static final int PARTS = 5;
  private static final int LINK_BYTES = 2 + Float.BYTES;

  private PairBlock() {}

  /**
   * The bytes of a pair, little-endian: similarity published, similarity aligned and attention as
   * floats, 49 each, row-major; then of the 49 grid points, in their order, x and y of the places
   * that they are transferred to in pixels of 240, and the cells X*7+Y, one byte each; then of each
   * part that the method has chosen itself its grid point, cell, and value, a float. Where it has,
   * the published map is that of marked cells.
   */
  public static byte[] encode(ComparedPair pair) {
    List<Link> links = pair.links(PARTS);
    ByteBuffer block =
        ByteBuffer.allocate(BYTES + links.size() * LINK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    put(block, pair.marked(Axes.PUBLISHED));
    put(block, pair.similarity(Axes.ALIGNED));
    put(block, pair.attention());
    float[] x = pair.pointsX();
    float[] y = pair.pointsY();
    for (int p = 0; p < Grid.POINTS; p++) {
      block.put(pixel(x[p]));
    }
    for (int p = 0; p < Grid.POINTS; p++) {
      block.put(pixel(y[p]));
    }
    for (int p = 0; p < Grid.POINTS; p++) {
      block.put((byte) (Grid.cell(x[p]) * Grid.SIDE + Grid.cell(y[p])));
    }
    for (Link link : links) {
      block.put(turned(link.query())).put(turned(link.candidate())).putFloat((float) link.value());
    }
    return block.array();
  }

  /** Cells are row-major, grid points and their cells column by column. */
  private static byte turned(int cell) {
    return (byte) (cell % Grid.SIDE * Grid.SIDE + cell / Grid.SIDE);
  }

  private static void put(ByteBuffer block, float[] map) {
    for (int cell = 0; cell < Grid.POINTS; cell++) {
      block.putFloat(map[cell]);
    }
  }

  /** Of a point that lies in the image; one beside it is moved to its edge. */
  private static byte pixel(float normalised) {
    return (byte) Math.max(0, Math.min(Grid.pixel(normalised), Grid.IMAGE_SIDE));
  }

  /** Blocks one behind the other, in base64. */
  public static String base64(Collection<byte[]> blocks) {
    ByteBuffer all = ByteBuffer.allocate(blocks.stream().mapToInt(block -> block.length).sum());
    blocks.forEach(all::put);
    return Base64.getEncoder().encodeToString(all.array());
  }
}
