package dev.chmcorr.model.trunk;

import ai.djl.ndarray.NDArray;

/**
 * The last feature maps of images, one vector per cell.
 *
 * @param cells float32 [images, height * width, C]; cell = row * width + column
 * @param height rows of cells
 * @param width columns of cells
 */
public record FeatureMaps(NDArray cells, int height, int width) {}
