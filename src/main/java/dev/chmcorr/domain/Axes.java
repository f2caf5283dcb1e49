package dev.chmcorr.domain;

/**
 * How a grid point, whose first index is x, is read as a cell: {@code PUBLISHED} compares
 * transposed cells as the published program does, {@code ALIGNED} compares the right ones.
 */
public enum Axes {
  PUBLISHED,
  ALIGNED
}
