package dev.chmcorr.model.checkpoint;

/**
 * A tensor of a checkpoint as float32.
 *
 * @param shape sizes of the dimensions; empty for a scalar
 * @param values row-major, contiguous; owned by this record
 */
public record TensorData(int[] shape, float[] values) {}
